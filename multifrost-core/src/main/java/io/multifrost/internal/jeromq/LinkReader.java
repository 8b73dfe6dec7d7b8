package io.multifrost.internal.jeromq;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.sendqueue.Route;

/**
 * Reads what the socket of a link has received, in turns that are short enough for the
 * links that wait meanwhile. Used on the I/O thread alone.
 */
final class LinkReader {

	private static final Logger logger = BackgroundLogger.of(LinkReader.class);

	/** How many messages are read in a turn, at most. */
	private static final int TURN_MESSAGES = 256;

	/** After how many bytes a turn ends, with the message that reaches them. */
	private static final int TURN_BYTES = 64 * 1024;

	private final FramedSocket socket;

	private final Connections connections;

	private final HandshakeWatch handshake;

	private final LinkListener listener;

	private long turnBytes;

	private boolean stopped;

	/**
	 * Create a reader.
	 * @param socket the socket
	 * @param connections know whether its peer may speak
	 * @param handshake ended by what its peer says
	 * @param listener given the messages
	 */
	LinkReader(FramedSocket socket, Connections connections, HandshakeWatch handshake, LinkListener listener) {
		this.socket = socket;
		this.connections = connections;
		this.handshake = handshake;
		this.listener = listener;
	}

	/**
	 * Read no more, since the socket is being closed.
	 */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Read all that has arrived.
	 */
	void readAll() {
		boolean all = readTurn();
		while (!all) {
			all = readTurn();
		}
	}

	/**
	 * Read what has arrived, up to a bound.
	 * @return whether all was read that is to be read now
	 */
	boolean readTurn() {
		this.turnBytes = 0;
		int read = 0;
		boolean all = false;
		try {
			while (!all && read < TURN_MESSAGES && this.turnBytes < TURN_BYTES) {
				all = !readNext();
				read += all ? 0 : 1;
			}
		}
		finally {
			if (read > 0) {
				onMessagesEnd();
			}
		}
		return all;
	}

	private void onMessagesEnd() {
		try {
			this.listener.onMessagesEnd();
		}
		catch (Throwable ex) {
			// What comes next is not to suffer for it.
			logger.error("Messages could not be handled", ex);
		}
	}

	private boolean readNext() {
		if (this.stopped) {
			return false;
		}
		if (this.connections.mode() == SinglePeer.Mode.HOLD) {
			this.socket.processCommands();
			return false;
		}
		if (!this.socket.read()) {
			return false;
		}
		byte[] payload = this.socket.takePayload();
		this.turnBytes += payload.length;
		receive(this.socket.route(), payload, this.socket.isWellFramed());
		return true;
	}

	private void receive(Route route, byte[] payload, boolean wellFramed) {
		this.handshake.stop();
		if (this.connections.mode() == SinglePeer.Mode.DROP) {
			this.listener.onDropped(DropReason.STRANGER);
			return;
		}
		if (!wellFramed) {
			this.listener.onDropped(DropReason.FRAMES);
			return;
		}
		this.connections.spoken(route);
		try {
			this.listener.onMessage(route, payload);
		}
		catch (Throwable ex) {
			// The messages behind this one are not to suffer for it.
			logger.error("A message could not be handled", ex);
		}
	}

}

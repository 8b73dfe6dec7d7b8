package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.jeromq.LinkOptions.PeerCheck;

/**
 * The connection of a link that has one at a time. Runs on the I/O thread.
 * <p>
 * The first that comes need not be the right one: nothing is read from it or sent to it
 * before the {@link PeerCheck} has looked at it, and where that cannot know, one that
 * stays silent gives way to the next.
 */
final class SinglePeer {

	private static final Logger logger = BackgroundLogger.of(SinglePeer.class);

	/** How long a peer may stay silent while others want its place. */
	private static final Duration SILENCE = Duration.ofSeconds(2);

	private final EventLoop loop;

	private final @Nullable PeerCheck check;

	private final LinkListener listener;

	private final LinkDriver driver;

	private @Nullable SelectableChannel connection;

	private Mode mode = Mode.HOLD;

	private long acceptedNanos;

	private boolean spoken;

	/**
	 * Create an empty place.
	 * @param loop the loop of the link
	 * @param check looks at each connection, or {@code null} to take it as it comes
	 * @param listener who is told of connections
	 * @param driver serves the link
	 */
	SinglePeer(EventLoop loop, @Nullable PeerCheck check, LinkListener listener, LinkDriver driver) {
		this.loop = loop;
		this.check = check;
		this.listener = listener;
		this.driver = driver;
	}

	Mode mode() {
		return this.mode;
	}

	void spoken() {
		this.spoken = true;
	}

	void accepted(SelectableChannel accepted) {
		assert this.loop.isLoopThread();
		this.connection = accepted;
		this.mode = Mode.HOLD;
		this.acceptedNanos = System.nanoTime();
		this.spoken = false;
		if (this.check == null) {
			admit();
			return;
		}
		SocketChannel channel = (SocketChannel) accepted;
		try {
			this.check.mayStay(port(channel.getRemoteAddress()), port(channel.getLocalAddress()))
				.whenComplete((stays, failure) -> this.loop
					.execute(() -> this.driver.run(() -> judge(accepted, stays, failure))));
		}
		catch (IOException ex) {
			logger.debug("A connection has ended before it was looked at", ex);
		}
	}

	private static int port(SocketAddress address) {
		return ((InetSocketAddress) address).getPort();
	}

	private void judge(SelectableChannel judged, @Nullable Boolean stays, @Nullable Throwable failure) {
		if (judged != this.connection || this.mode != Mode.HOLD) {
			return;
		}
		if (failure != null) {
			logger.warn("Could not find out who has connected", failure);
		}
		if (Boolean.TRUE.equals(stays)) {
			admit();
		}
		else {
			turnAway("it is not known to be made by the worker");
		}
	}

	private void admit() {
		this.mode = Mode.OPEN;
		this.listener.onConnected();
		this.driver.link().schedule();
	}

	/**
	 * Another one wants the place.
	 */
	void giveWayIfSilent() {
		if (!this.spoken && System.nanoTime() - this.acceptedNanos > SILENCE.toNanos()) {
			turnAway("it has said nothing, and another one wants its place");
		}
	}

	/**
	 * Close the connection, if there is one that was not turned away already.
	 * @param reason why, for the log
	 */
	void turnAway(String reason) {
		SelectableChannel peer = this.connection;
		if (peer == null || this.mode == Mode.DROP) {
			return;
		}
		boolean told = this.mode == Mode.OPEN;
		this.mode = Mode.DROP;
		this.listener.onDropped(DropReason.STRANGER);
		logger.warn("Closed a connection to {}: {}", this.driver, reason);
		ConnectionTable.end(peer);
		if (told) {
			this.listener.onDisconnected();
		}
		this.driver.link().schedule();
	}

	/**
	 * The connection has ended, and JeroMQ has taken its pipe away.
	 */
	void left() {
		this.driver.readAll();
		this.mode = Mode.HOLD;
		this.connection = null;
	}

	/**
	 * What a link does with messages.
	 */
	enum Mode {

		/** Reads and sends them. */
		OPEN,

		/** Leaves them where they are, until it is known who the peer is. */
		HOLD,

		/** Drops what comes, and sends none. */
		DROP

	}

}

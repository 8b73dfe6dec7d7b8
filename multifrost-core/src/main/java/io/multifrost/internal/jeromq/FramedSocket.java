package io.multifrost.internal.jeromq;

import java.nio.channels.SelectableChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import zmq.Msg;
import zmq.ZError;
import zmq.io.Metadata;

import io.multifrost.MultifrostException;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.jeromq.frame.EmptyFrame;
import io.multifrost.internal.jeromq.frame.PayloadFrame;
import io.multifrost.internal.sendqueue.Outgoing;
import io.multifrost.internal.sendqueue.Route;
import io.multifrost.internal.sendqueue.SendQueue;

/**
 * A socket of JeroMQ's with its options, and the frames of the protocol that travel
 * through it. Touched by the I/O thread alone.
 */
final class FramedSocket implements SendQueue.Target {

	/** How long whoever connects may take to greet; JeroMQ's own bound is 30 s. */
	private static final int HANDSHAKE_MILLIS = 3000;

	/**
	 * How long a parent that was refused waits on average; JeroMQ takes a random time up
	 * to twice as long. With its own 100 ms the parents of a service would be a flood. A
	 * worker that was turned away has one parent, which waits for it.
	 */
	private static final int RECONNECT_MILLIS = 1000;

	private static final byte[] NOTHING = new byte[0];

	private final LoopSocket socket;

	/** JeroMQ changes nothing in it but flags, which are the same for each message. */
	private final Msg delimiter = new EmptyFrame();

	private final boolean router;

	private final LinkListener listener;

	/** Most workers have one parent, whose messages come in a row. */
	private Route route = Route.PEER;

	/** The peers that have said something, by the addresses of their connections. */
	private final Map<String, Route> routes = new HashMap<>();

	private Predicate<String> isConnected = (address) -> false;

	private SocketSecurity security = SocketSecurity.NONE;

	private byte[] payload = NOTHING;

	private boolean wellFramed;

	/** Whether the peer of the route has shown a key, where it has to. */
	private boolean known = true;

	FramedSocket(LoopSocket socket, boolean router, LinkListener listener) {
		this.socket = socket;
		this.router = router;
		this.listener = listener;
	}

	/**
	 * Set the options, before the socket is bound or connected.
	 * @param options the options
	 * @param gate decides on connections that are accepted
	 * @param monitor told of events, on a thread of JeroMQ's
	 * @param isConnected says whether there is a connection that comes from an address
	 */
	void configure(LinkOptions options, ConnectionGate gate, ZEvent.ZEventConsummer monitor,
			Predicate<String> isConnected) {
		this.isConnected = isConnected;
		this.security = options.security();
		new SocketSetup(this.socket, options).apply(this.router, gate, monitor);
	}

	/**
	 * Bind.
	 * @param address where; port 0 for any
	 * @param domain tells JeroMQ's questions about clients of this socket from others
	 * @return where the socket is bound
	 */
	Endpoint bind(Endpoint address, @Nullable String domain) {
		if (domain != null) {
			this.socket.setZapDomain(domain);
		}
		this.socket.setHandshakeIvl(HANDSHAKE_MILLIS);
		// With JeroMQ's 100, whoever comes in a crowd waits for TCP to try again.
		this.socket.setBacklog(LinkOptions.MAX_CONNECTIONS);
		this.socket.setIPv6(address.isIpv6());
		try {
			this.socket.bind(address.toString());
		}
		catch (RuntimeException ex) {
			throw new MultifrostException("Could not bind " + address + ": " + ex.getMessage(), ex);
		}
		return Endpoint.parse(this.socket.getLastEndpoint());
	}

	void connect(Endpoint address) {
		if (!this.router) {
			this.socket.setReconnectIVL(RECONNECT_MILLIS);
		}
		this.socket.setIPv6(address.isIpv6());
		try {
			this.socket.connect(address.toString());
		}
		catch (RuntimeException ex) {
			throw new MultifrostException("Could not connect to " + address + ": " + ex.getMessage(), ex);
		}
	}

	@Override
	public SendQueue.Result write(Outgoing message) {
		if (writeFrames(message)) {
			return SendQueue.Result.SENT;
		}
		// No peer yet, or no room: its arrival or its reading signals the socket. All the
		// rest is how JeroMQ says that a ROUTER's peer is not, or no longer, there.
		return (this.socket.errno() == ZError.EAGAIN) ? SendQueue.Result.FULL : SendQueue.Result.GONE;
	}

	@Override
	public void dropped(DropReason reason) {
		this.listener.onDropped(reason);
	}

	private boolean writeFrames(Outgoing message) {
		if (this.router && !this.socket.sendFrame(nameOf(message.route()), true)) {
			return false;
		}
		return this.socket.sendFrame(this.delimiter, true)
				&& this.socket.sendFrame((PayloadFrame) message.frame(PayloadFrame::new), false);
	}

	/**
	 * Return the frame that names a peer to a ROUTER, which looks at it and does not keep
	 * it.
	 */
	private static Msg nameOf(Route route) {
		return (Msg) route.attachment(Msg::new);
	}

	/**
	 * Read a message. One that finds nothing makes sure that the next arrival is
	 * signalled.
	 * @return whether there was one
	 */
	boolean read() {
		Msg frame = this.socket.receiveFrame();
		if (frame == null) {
			return false;
		}
		@Nullable byte[] identity = (this.router && !this.route.has(frame.data())) ? frame.data() : null;
		int frames = 1;
		int delimiterSize = frame.size();
		while (frame != null && frame.hasMore()) {
			delimiterSize = frame.size();
			frame = this.socket.receiveFrame();
			frames++;
		}
		if (identity != null) {
			Metadata metadata = (frame != null) ? frame.getMetadata() : null;
			this.route = route(identity, metadata);
			// JeroMQ has asked for it; but where it does not, it lets everybody in.
			this.known = !(this.security instanceof SocketSecurity.Server)
					|| (metadata != null && metadata.get(Metadata.USER_ID) != null);
		}
		this.wellFramed = this.known && frame != null && frames == (this.router ? 3 : 2) && delimiterSize == 0;
		this.payload = (frame != null && this.wellFramed) ? frame.data() : NOTHING;
		return true;
	}

	private Route route(byte[] identity, @Nullable Metadata metadata) {
		String address = (metadata != null) ? metadata.get(Metadata.PEER_ADDRESS) : null;
		if (address == null) {
			return new Route(identity);
		}
		Route known = this.routes.get(address);
		if (known == null && this.isConnected.test(address)) {
			known = new Route(identity, address);
			this.routes.put(address, known);
		}
		// JeroMQ lets a peer name its own address: one of nobody, or of another peer, is
		// as good as none.
		return (known != null && known.has(identity)) ? known : new Route(identity);
	}

	/**
	 * Forget a peer whose connection has ended.
	 * @param address where it came from
	 * @return its route, or {@code null} if it has said nothing
	 */
	@Nullable Route forget(String address) {
		Route gone = this.routes.remove(address);
		if (gone == this.route) {
			this.route = Route.PEER;
		}
		return gone;
	}

	/**
	 * Return where the message that was read came from.
	 */
	Route route() {
		return this.route;
	}

	/**
	 * Return the last frame of the message that was read, which is not kept.
	 */
	byte[] takePayload() {
		byte[] taken = this.payload;
		this.payload = NOTHING;
		return taken;
	}

	/**
	 * Return whether the message that was read has the frames that the protocol
	 * prescribes.
	 */
	boolean isWellFramed() {
		return this.wellFramed;
	}

	/**
	 * Do what JeroMQ's threads have asked for without reading messages; it would be
	 * signalled for ever.
	 */
	void processCommands() {
		this.socket.getEvents();
	}

	/**
	 * Return whether there is something to do, after all commands of JeroMQ's threads
	 * were processed: whatever comes later is signalled.
	 * @param sending whether a message waits for room
	 * @return whether a message has arrived, or a DEALER that is sending has room
	 */
	boolean isReady(boolean sending) {
		int events = this.socket.getEvents();
		// A ROUTER always says that it has room.
		return (events & ZMQ.Poller.POLLIN) != 0 || (sending && !this.router && (events & ZMQ.Poller.POLLOUT) != 0);
	}

	SelectableChannel channel() {
		return this.socket.getFD();
	}

	void close() {
		this.socket.close();
	}

}

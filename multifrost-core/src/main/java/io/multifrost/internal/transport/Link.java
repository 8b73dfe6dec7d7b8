package io.multifrost.internal.transport;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import org.zeromq.ZMonitor;
import zmq.ZError;

import io.multifrost.MultifrostException;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.LazyLogger;

/**
 * One socket with its frames. {@link #send} and {@link #close} may be called on any
 * thread; the socket itself is touched by the I/O thread alone.
 * <p>
 * The socket holds few messages, since it counts them without regard to their size. All
 * others wait in the link's own queue, where there is a bound in bytes: those for a
 * DEALER that has no peer yet, and those for a peer that does not read.
 */
public final class Link {

	private static final LazyLogger logger = new LazyLogger(Link.class);

	/** How many messages one link may read in a row while others wait. */
	private static final int BATCH = 256;

	/** How many messages JeroMQ holds in each direction for one peer. */
	private static final int HIGH_WATER_MARK = Integer.getInteger("hwm", 128);

	/** How long a peer that has the only place may take to shake hands. */
	private static final int SINGLE_HANDSHAKE_MILLIS = 3000;

	/** When the kernel looks whether a silent host is still there, in seconds. */
	private static final int KEEPALIVE_IDLE = 30;

	private static final int KEEPALIVE_INTERVAL = 10;

	private static final int KEEPALIVE_COUNT = 3;

	private static final byte[] EMPTY = new byte[0];

	private static final int MONITORED = ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_CONNECTED | ZMQ.EVENT_HANDSHAKE_PROTOCOL
			| ZMQ.EVENT_DISCONNECTED;

	private final EventLoop loop;

	private final ZMQ.Socket socket;

	private final boolean router;

	private final Duration linger;

	private final LinkListener listener;

	private final HandshakeWatch handshake;

	private final Connections connections;

	private final SendQueue outgoing;

	private final Target target = new Target();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private @Nullable Endpoint endpoint;

	private boolean finishing;

	private boolean disposed;

	Link(EventLoop loop, ZMQ.Socket socket, boolean router, LinkOptions options, LinkListener listener) {
		this.loop = loop;
		this.socket = socket;
		this.router = router;
		this.linger = options.linger();
		this.listener = listener;
		this.handshake = new HandshakeWatch(loop);
		this.connections = new Connections(loop, options, listener, new Reader());
		this.outgoing = router ? new RouteQueues(options.queue()) : new PeerQueue(options.queue());
		configure(options);
	}

	private void configure(LinkOptions options) {
		this.socket.setSndHWM(HIGH_WATER_MARK);
		this.socket.setRcvHWM(HIGH_WATER_MARK);
		this.socket.setLinger((int) options.linger().toMillis());
		this.socket.setMaxMsgSize(options.maxFrameSize());
		this.socket.setMsgAllocator(new BoundedAllocator(options.maxFrameSize()));
		this.socket.setSelectorChooser(this.connections.gate());
		this.socket.setTCPKeepAlive(1);
		this.socket.setTCPKeepAliveIdle(KEEPALIVE_IDLE);
		this.socket.setTCPKeepAliveInterval(KEEPALIVE_INTERVAL);
		this.socket.setTCPKeepAliveCount(KEEPALIVE_COUNT);
		if (options.isSinglePeer()) {
			this.socket.setHandshakeIvl(SINGLE_HANDSHAKE_MILLIS);
		}
		if (this.router) {
			this.socket.setRouterMandatory(true);
		}
		// The hook runs on a thread of JeroMQ's own, which must not be kept.
		this.socket.setEventHook((event) -> {
			if (event.getEvent() == ZMonitor.Event.ACCEPTED) {
				this.connections.gate().entered(event.getValue());
			}
			this.loop.execute(() -> onEvent(event));
		}, MONITORED);
	}

	void bind(Endpoint address) {
		try {
			this.socket.bind(address.toString());
		}
		catch (RuntimeException ex) {
			throw new MultifrostException("Could not bind " + address + ": " + ex.getMessage(), ex);
		}
		this.endpoint = Endpoint.parse(this.socket.getLastEndpoint());
	}

	void connect(Endpoint address) {
		try {
			this.socket.connect(address.toString());
		}
		catch (RuntimeException ex) {
			throw new MultifrostException("Could not connect to " + address + ": " + ex.getMessage(), ex);
		}
		this.endpoint = address;
	}

	/**
	 * Return the endpoint that the link is bound or connects to.
	 * @return the endpoint, with the real port
	 */
	public Endpoint endpoint() {
		if (this.endpoint == null) {
			throw new IllegalStateException("The link is not open");
		}
		return this.endpoint;
	}

	/**
	 * Send a message. Returns at once; whether the peer gets it is known by its answer
	 * alone.
	 * @param route the route of the message that this one answers, or {@link Route#PEER}
	 * @param payload the payload, which the link now owns
	 * @return whether there was room for it in the queue. A ROUTER takes all, and drops
	 * later what is too much for a peer that does not read
	 */
	public boolean send(Route route, byte[] payload) {
		return send(Outgoing.always(route, payload));
	}

	/**
	 * Send a message as long as somebody waits for its answer. Returns at once.
	 * @param route the route of the message that this one answers, or {@link Route#PEER}
	 * @param payload the payload, which the link now owns
	 * @param wanted asked once or more, on any thread, before the message leaves: whether
	 * somebody still waits for the answer
	 * @return whether there was room for it in the queue
	 */
	public boolean send(Route route, byte[] payload, BooleanSupplier wanted) {
		return send(new Outgoing(route, payload, wanted));
	}

	private boolean send(Outgoing message) {
		boolean taken = this.outgoing.offer(message);
		schedule();
		return taken;
	}

	/**
	 * Close the link after what is queued has been handed to the socket, or when the time
	 * to linger is over. Safe to call twice.
	 * @return completes when the socket is closed
	 */
	public CompletableFuture<Void> close() {
		if (!this.closed.isDone()) {
			this.loop.execute(this::finish);
		}
		return this.closed;
	}

	void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			this.loop.serveSoon(this);
		}
	}

	SelectableChannel channel() {
		return this.socket.getFD();
	}

	/**
	 * Send what is queued and read what has arrived. The order matters: sending processes
	 * commands of the socket and so may take away the signal that something has arrived;
	 * only a read that finds nothing makes sure that the next arrival is signalled.
	 */
	void serve() {
		this.scheduled.set(false);
		if (this.disposed) {
			return;
		}
		flush();
		boolean all = readBatch();
		if (this.outgoing.isStalled() && !this.disposed) {
			// Reading may have been what brought the peer, or the room, that sending
			// waits for.
			flush();
		}
		if (this.finishing && !this.outgoing.isStalled()) {
			dispose();
		}
		else if (!all) {
			schedule();
		}
	}

	/**
	 * Read what has arrived, up to a bound.
	 * @return whether all was read that is to be read now
	 */
	private boolean readBatch() {
		for (int i = 0; i < BATCH; i++) {
			if (this.disposed) {
				return true;
			}
			if (this.connections.mode() == Connections.Mode.HOLD) {
				// Processes commands of the socket, which would be signalled for ever.
				this.socket.getEvents();
				return true;
			}
			byte[] first = this.socket.recv(ZMQ.DONTWAIT);
			if (first == null) {
				return true;
			}
			receive(first);
		}
		return false;
	}

	private void flush() {
		if (this.connections.mode() == Connections.Mode.OPEN) {
			this.outgoing.flush(this.target);
		}
	}

	private void receive(byte[] first) {
		int frames = 1;
		byte[] delimiter = first;
		byte[] payload = first;
		while (this.socket.hasReceiveMore()) {
			delimiter = payload;
			payload = this.socket.recv(ZMQ.DONTWAIT);
			frames++;
		}
		if (this.connections.mode() == Connections.Mode.DROP) {
			this.listener.onDropped(DropReason.STRANGER);
			return;
		}
		if (frames != (this.router ? 3 : 2) || delimiter.length != 0) {
			this.listener.onDropped(DropReason.FRAMES);
			return;
		}
		this.connections.spoken();
		try {
			this.listener.onMessage(this.router ? new Route(first) : Route.PEER, payload);
		}
		catch (Throwable ex) {
			// The messages behind this one are not to suffer for it.
			logger.get().error("A message could not be handled", ex);
		}
	}

	private void onEvent(ZEvent event) {
		if (this.disposed) {
			return;
		}
		switch (event.getEvent()) {
			case ACCEPTED -> this.connections.accepted(event.getValue());
			case CONNECTED -> {
				this.handshake.connected();
				this.connections.connected(event.getValue());
			}
			case HANDSHAKE_PROTOCOL -> this.handshake.stop();
			case DISCONNECTED -> {
				this.handshake.stop();
				this.connections.disconnected(event.getValue());
			}
			default -> throw new IllegalStateException("Not asked for: " + event);
		}
		schedule();
	}

	private void finish() {
		if (this.finishing || this.disposed) {
			return;
		}
		this.finishing = true;
		flush();
		if (this.outgoing.isStalled() && !this.linger.isZero()) {
			// The socket lingers for what it has; this is for what it has no room for.
			this.loop.schedule(this.linger, this::dispose);
		}
		else {
			dispose();
		}
	}

	/**
	 * Close the socket now.
	 */
	void dispose() {
		if (this.disposed) {
			return;
		}
		flush();
		this.handshake.stop();
		this.disposed = true;
		this.outgoing.clear(this.target);
		this.loop.forget(this);
		this.socket.close();
		this.closed.complete(null);
	}

	/**
	 * Takes what is sent.
	 */
	private final class Target implements SendQueue.Target {

		@Override
		public SendQueue.Result write(Outgoing message) {
			try {
				if (writeFrames(message)) {
					return SendQueue.Result.SENT;
				}
				// No peer yet, or no room. Its arrival or its reading signals the socket.
				return (Link.this.socket.errno() == ZError.EAGAIN) ? SendQueue.Result.FULL : SendQueue.Result.GONE;
			}
			catch (ZMQException ex) {
				// How JeroMQ says that a ROUTER's peer is not, or no longer, there.
				return SendQueue.Result.GONE;
			}
		}

		private boolean writeFrames(Outgoing message) {
			ZMQ.Socket socket = Link.this.socket;
			if (Link.this.router && !socket.send(message.route().identity(), ZMQ.SNDMORE | ZMQ.DONTWAIT)) {
				return false;
			}
			return socket.send(EMPTY, ZMQ.SNDMORE | ZMQ.DONTWAIT) && socket.send(message.payload(), ZMQ.DONTWAIT);
		}

		@Override
		public void dropped(DropReason reason) {
			Link.this.listener.onDropped(reason);
		}

	}

	/**
	 * Reads for the connections.
	 */
	private final class Reader implements Connections.Owner {

		@Override
		public void readAll() {
			boolean all = readBatch();
			while (!all) {
				all = readBatch();
			}
		}

		@Override
		public void serveSoon() {
			schedule();
		}

		@Override
		public String toString() {
			return String.valueOf(Link.this.endpoint);
		}

	}

}

package io.multifrost.internal.transport;

import java.nio.channels.SelectableChannel;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.ZError;

import io.multifrost.MultifrostException;
import io.multifrost.internal.LazyLogger;
import io.multifrost.internal.transport.LinkListener.DropReason;

/**
 * One socket with its frames. {@link #send} and {@link #close} may be called on any
 * thread; the socket itself is touched by the I/O thread alone.
 * <p>
 * A message for a DEALER that has no peer yet waits in the link's queue. The sockets have
 * no high-water mark: at its mark a DEALER would block the I/O thread and a ROUTER would
 * drop a reply in silence, so the number of messages is bounded by those who send them.
 */
public final class Link {

	private static final LazyLogger logger = new LazyLogger(Link.class);

	/** How many messages one link may read in a row while others wait. */
	private static final int BATCH = 256;

	private static final byte[] EMPTY = new byte[0];

	private static final int MONITORED = ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_CONNECTED | ZMQ.EVENT_HANDSHAKE_PROTOCOL
			| ZMQ.EVENT_DISCONNECTED;

	private final IoLoop loop;

	private final ZMQ.Socket socket;

	private final boolean router;

	private final LinkListener listener;

	private final HandshakeWatch handshake;

	private final Queue<Outgoing> outgoing = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Set<SelectableChannel> connections = new HashSet<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private @Nullable Outgoing unsent;

	private @Nullable Endpoint endpoint;

	private boolean disposed;

	Link(IoLoop loop, ZMQ.Socket socket, boolean router, LinkOptions options, LinkListener listener) {
		this.loop = loop;
		this.socket = socket;
		this.router = router;
		this.listener = listener;
		this.handshake = new HandshakeWatch(loop);
		socket.setSndHWM(0);
		socket.setRcvHWM(0);
		socket.setLinger((int) options.linger().toMillis());
		socket.setMaxMsgSize(options.maxFrameSize());
		if (router) {
			socket.setRouterMandatory(true);
		}
		// The hook runs on a thread of JeroMQ's own, which must not be kept.
		socket.setEventHook((event) -> loop.execute(() -> onEvent(event)), MONITORED);
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
	 */
	public void send(Route route, byte[] payload) {
		this.outgoing.add(new Outgoing(route, payload));
		schedule();
	}

	/**
	 * Close the link after what is queued has been handed to the socket. Safe to call
	 * twice.
	 * @return completes when the socket is closed
	 */
	public CompletableFuture<Void> close() {
		if (!this.closed.isDone()) {
			this.loop.execute(this::dispose);
		}
		return this.closed;
	}

	void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			this.loop.flushSoon(this);
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
		if (this.unsent != null && !this.disposed) {
			// Reading may have been what brought the peer that sending waits for.
			flush();
		}
		if (!all) {
			schedule();
		}
	}

	/**
	 * Read what has arrived, up to a bound.
	 * @return whether all was read
	 */
	private boolean readBatch() {
		for (int i = 0; i < BATCH; i++) {
			byte[] first = this.disposed ? null : this.socket.recv(ZMQ.DONTWAIT);
			if (first == null) {
				return true;
			}
			receive(first);
		}
		return false;
	}

	private void flush() {
		Outgoing next = (this.unsent != null) ? this.unsent : this.outgoing.poll();
		this.unsent = null;
		while (next != null) {
			if (!write(next)) {
				if (!this.router && this.socket.errno() == ZError.EAGAIN) {
					// No peer yet. Its arrival signals the socket, which brings us here
					// again.
					this.unsent = next;
					return;
				}
				this.listener.onDropped(DropReason.UNROUTABLE);
			}
			next = this.outgoing.poll();
		}
	}

	/**
	 * Hand a message to the socket.
	 * @return whether it took it; if not, its error is {@code EAGAIN} where there is no
	 * peer yet
	 */
	private boolean write(Outgoing message) {
		try {
			return writeFrames(message);
		}
		catch (ZMQException ex) {
			// How JeroMQ says that a ROUTER's peer is not, or no longer, there.
			return false;
		}
	}

	private boolean writeFrames(Outgoing message) {
		if (this.router && !this.socket.send(message.route().identity(), ZMQ.SNDMORE | ZMQ.DONTWAIT)) {
			return false;
		}
		return this.socket.send(EMPTY, ZMQ.SNDMORE | ZMQ.DONTWAIT) && this.socket.send(message.payload(), ZMQ.DONTWAIT);
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
		if (frames != (this.router ? 3 : 2) || delimiter.length != 0) {
			this.listener.onDropped(DropReason.FRAMES);
			return;
		}
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
			case ACCEPTED -> onConnected(event.getValue());
			case CONNECTED -> {
				this.handshake.connected();
				onConnected(event.getValue());
			}
			case HANDSHAKE_PROTOCOL -> this.handshake.stop();
			case DISCONNECTED -> {
				this.handshake.stop();
				SelectableChannel connection = event.getValue();
				if (this.connections.remove(connection) && this.connections.isEmpty()) {
					// What arrived before the end is told before the end.
					boolean all = readBatch();
					while (!all) {
						all = readBatch();
					}
					this.listener.onDisconnected();
				}
			}
			default -> throw new IllegalStateException("Not asked for: " + event);
		}
		schedule();
	}

	private void onConnected(SelectableChannel connection) {
		this.connections.add(connection);
		this.listener.onConnected();
	}

	void dispose() {
		if (this.disposed) {
			return;
		}
		flush();
		this.handshake.stop();
		this.disposed = true;
		for (Outgoing lost = (this.unsent != null) ? this.unsent
				: this.outgoing.poll(); lost != null; lost = this.outgoing.poll()) {
			this.listener.onDropped(DropReason.CLOSED);
		}
		this.loop.forget(this);
		this.socket.close();
		this.closed.complete(null);
	}

	private record Outgoing(Route route, byte[] payload) {
	}

}

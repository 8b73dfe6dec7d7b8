package io.multifrost.internal.jeromq;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.zeromq.ZEvent;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.sendqueue.Outgoing;
import io.multifrost.internal.sendqueue.PeerQueue;
import io.multifrost.internal.sendqueue.Route;
import io.multifrost.internal.sendqueue.RouteQueues;
import io.multifrost.internal.sendqueue.SendBudget;
import io.multifrost.internal.sendqueue.SendQueue;
import io.multifrost.internal.sendqueue.Wanted;

/**
 * One socket with its frames. {@link #send} and {@link #close} may be called on any
 * thread; the socket itself is touched by the I/O thread alone.
 * <p>
 * The socket holds few messages, since it counts them without regard to their size. All
 * others wait in the link's own queue, where there is a bound in bytes: those for a
 * DEALER that has no peer yet, and those for a peer that does not read.
 */
public final class Link {

	private static final Logger logger = BackgroundLogger.of(Link.class);

	private final EventLoop loop;

	private final LinkListener listener;

	private final FramedSocket socket;

	private final Duration linger;

	private final HandshakeWatch handshake;

	private final Connections connections;

	private final LinkReader reader;

	private final SendQueue outgoing;

	private final StalledRetry retry;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private volatile @Nullable Throwable failure;

	private @Nullable Endpoint endpoint;

	/** The next of those that wait for the loop; belongs to it. */
	@Nullable Link nextReady;

	private boolean finishing;

	private boolean disposed;

	Link(EventLoop loop, LoopSocket socket, boolean router, LinkOptions options, LinkListener listener) {
		this.loop = loop;
		this.listener = listener;
		this.socket = new FramedSocket(socket, router, listener);
		this.linger = options.linger();
		this.handshake = new HandshakeWatch(loop);
		this.connections = new Connections(loop, options, listener, this.handshake, this);
		this.reader = new LinkReader(this.socket, this.connections, this.handshake, listener);
		this.outgoing = router ? new RouteQueues(options.queue(), SendBudget.ofHeap(), this.connections)
				: new PeerQueue(options.queue());
		this.retry = new StalledRetry(loop, router, this);
		this.socket.configure(options, this.connections.gate(), this.connections::handOver);
	}

	void bind(Endpoint address) {
		this.endpoint = this.socket.bind(address);
	}

	void connect(Endpoint address) {
		this.socket.connect(address);
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
		return send(route, payload, null);
	}

	/**
	 * Send a message as long as somebody waits for its answer. Returns at once.
	 * @param route the route of the message that this one answers, or {@link Route#PEER}
	 * @param payload the payload, which the link now owns
	 * @param wanted asked once or more, on any thread, before the message leaves: whether
	 * somebody still waits for the answer; {@code null} if it leaves whatever happens
	 * @return whether there was room for it in the queue
	 */
	public boolean send(Route route, byte[] payload, @Nullable Wanted wanted) {
		boolean taken = add(route, payload, wanted);
		schedule();
		return taken;
	}

	/**
	 * Put a message into the queue without waking the I/O thread, as a part of many which
	 * are handed over together by {@link #schedule()}.
	 * @param route the route of the message that this one answers, or {@link Route#PEER}
	 * @param payload the payload, which the link now owns
	 * @param wanted asked once or more, on any thread, before the message leaves: whether
	 * somebody still waits for the answer
	 * @return whether there was room for it in the queue
	 */
	public boolean add(Route route, byte[] payload, @Nullable Wanted wanted) {
		return this.outgoing.offer(new Outgoing(route, payload, wanted));
	}

	/**
	 * Have what was {@linkplain #add added} sent. Returns at once.
	 */
	public void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			this.loop.serveSoon(this);
		}
	}

	/**
	 * Wait until what waits to be sent leaves room for more, but not for ever. May be
	 * called on any thread but the I/O thread.
	 * @param max how long to wait at most
	 */
	public void awaitRoom(Duration max) {
		this.outgoing.awaitRoom(max.toNanos());
	}

	/**
	 * Return what tells that the link is closed, by whoever it was.
	 * @return completes when the socket is closed
	 */
	public CompletableFuture<Void> closed() {
		return this.closed.copy();
	}

	/**
	 * Return why the link was closed without having been asked to.
	 * @return the failure, or {@code null} if there was none
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Close the present connection of a link for a single peer, which is not the one that
	 * it is meant for; another may come. Called on the I/O thread.
	 * @param reason why, for the log
	 */
	public void turnAway(String reason) {
		this.connections.turnAway(reason);
	}

	/**
	 * Return how many messages wait in the queue of a DEALER for room in its socket. May
	 * be called on any thread.
	 * @return their number; 0 for a ROUTER, which has a queue for each peer
	 */
	public int queued() {
		return (this.outgoing instanceof PeerQueue queue) ? queue.size() : 0;
	}

	/**
	 * Close the link after what is queued has been handed to the socket, or when the time
	 * to linger is over. Safe to call twice.
	 * @return completes when the socket is closed
	 */
	public CompletableFuture<Void> close() {
		if (!this.closed.isDone()) {
			try {
				this.loop.execute(this::finish);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The link was closed with its loop", ex);
			}
		}
		return this.closed;
	}

	SelectableChannel channel() {
		return this.socket.channel();
	}

	/**
	 * Send what is queued and read what has arrived, as the loop does after the link was
	 * scheduled. The order matters: sending processes commands of the socket and so may
	 * take away the signal that something has arrived; only a read that finds nothing
	 * makes sure that the next arrival is signalled.
	 */
	void serve() {
		assert this.loop.isLoopThread();
		this.scheduled.set(false);
		if (this.disposed) {
			return;
		}
		flush();
		boolean all = this.reader.readTurn();
		if (this.outgoing.isStalled() && !this.disposed) {
			// Reading may have been what brought the peer, or the room, that sending
			// waits for.
			flush();
			all &= !isOpen() || !this.socket.isReady(this.outgoing.isStalled());
		}
		if (this.finishing && !this.outgoing.isStalled()) {
			dispose();
		}
		else if (!all) {
			schedule();
		}
		else if (this.outgoing.isStalled()) {
			this.retry.ensure();
		}
	}

	private boolean isOpen() {
		return !this.disposed && this.connections.mode() == SinglePeer.Mode.OPEN;
	}

	private void flush() {
		if (isOpen()) {
			this.outgoing.flush(this.socket);
		}
	}

	void onEvent(ZEvent event) {
		if (!this.disposed) {
			this.connections.onEvent(event);
			schedule();
		}
	}

	private void finish() {
		assert this.loop.isLoopThread();
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
		try {
			flush();
		}
		finally {
			release();
		}
	}

	/**
	 * Do a part of what the link has to do. Where that fails, what it was about to send
	 * or to tell may be lost: nobody is to wait for it, so the link is closed.
	 */
	void run(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			logger.error("A link could not be served, and is closed", ex);
			fail(ex);
		}
	}

	/**
	 * Close the socket now, since it cannot be served any more.
	 * @param failure why
	 */
	void fail(Throwable failure) {
		if (!this.disposed) {
			this.failure = failure;
			release();
		}
	}

	/**
	 * Whatever of it fails, nobody is to wait for the end.
	 */
	private void release() {
		this.disposed = true;
		try {
			this.handshake.stop();
			this.reader.stop();
			this.outgoing.clear(this.socket);
		}
		finally {
			try {
				this.loop.forget(this);
				this.socket.close();
			}
			finally {
				this.closed.complete(null);
			}
		}
	}

	/**
	 * Read all that has arrived, in the way that its connections say.
	 */
	void readAll() {
		this.reader.readAll();
	}

	/**
	 * A connection that was accepted has ended.
	 * @param address where it came from
	 */
	void gone(String address) {
		Route route = this.socket.forget(address);
		if (route != null) {
			this.outgoing.gone(route, this.socket);
			this.listener.onPeerGone(route);
		}
	}

	@Override
	public String toString() {
		return String.valueOf(this.endpoint);
	}

}

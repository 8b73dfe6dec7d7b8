package io.multifrost.internal.jeromq;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.sendqueue.Outgoing;
import io.multifrost.internal.sendqueue.PeerQueue;
import io.multifrost.internal.sendqueue.Route;
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

	private final LinkDriver driver;

	private final SendQueue outgoing;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private volatile @Nullable Throwable failure;

	private @Nullable Endpoint endpoint;

	/** The next of those that wait for the loop; belongs to it. */
	@Nullable Link nextReady;

	Link(EventLoop loop, LoopSocket socket, boolean router, LinkOptions options, LinkListener listener) {
		this.loop = loop;
		this.driver = new LinkDriver(this, loop, socket, router, options, listener);
		this.outgoing = this.driver.outgoing();
	}

	/**
	 * Bind or connect, before anybody else knows the link.
	 * @param listens whether to bind
	 * @param address where
	 */
	void open(boolean listens, Endpoint address) {
		this.endpoint = this.driver.open(listens, address);
	}

	/**
	 * Return what serves the socket on the I/O thread.
	 */
	LinkDriver driver() {
		return this.driver;
	}

	/**
	 * Serve the socket, as the loop does after the link was scheduled. Called on the I/O
	 * thread.
	 */
	void serve() {
		this.scheduled.set(false);
		this.driver.serve();
	}

	/**
	 * The socket is closed. Called on the I/O thread.
	 * @param failure why, if nobody has asked for it
	 */
	void closed(@Nullable Throwable failure) {
		this.failure = failure;
		this.closed.complete(null);
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
	 * Send a message that is not refused, however much waits: who sends much
	 * {@linkplain #awaitRoom waits for room} before. Returns at once; whether the peer
	 * gets it is known by its answer alone. A ROUTER drops later what is too much for a
	 * peer that does not read.
	 * @param route the route of the message that this one answers, or {@link Route#PEER}
	 * @param payload the payload, which the link now owns
	 */
	public void send(Route route, byte[] payload) {
		add(route, payload, null);
		schedule();
	}

	/**
	 * Put a message into the queue without waking the I/O thread: {@link #schedule()} has
	 * it sent, alone or together with others.
	 * @param route the route of the message that this one answers, or {@link Route#PEER}
	 * @param payload the payload, which the link now owns
	 * @param wanted asked once or more, on any thread, before the message leaves: whether
	 * somebody still waits for the answer; {@code null} if it leaves whatever happens,
	 * and is not refused
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
		this.driver.turnAway(reason);
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
				this.loop.execute(this.driver::finish);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The link was closed with its loop", ex);
			}
		}
		return this.closed;
	}

	@Override
	public String toString() {
		return String.valueOf(this.endpoint);
	}

}

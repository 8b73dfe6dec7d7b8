package io.multifrost.internal.jeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.zeromq.SocketType;

/**
 * The loop that the links of this process share: opens links on it, runs tasks on its
 * thread, and ends it with its last holder. There is one, and another for each
 * {@value #MAX_HOLDERS} holders more: after most messages JeroMQ looks at all connections
 * of a thread.
 */
public final class IoLoop implements Executor, AutoCloseable {

	private static final Object lock = new Object();

	/** With a thousand a call took three times as long as with one. */
	static final int MAX_HOLDERS = 64;

	private static final List<IoLoop> loops = new ArrayList<>();

	private int holders;

	private final EventLoop loop = new EventLoop();

	private IoLoop() {
	}

	/**
	 * Return a loop for one link, whose thread starts with the first of its links. Each
	 * call is to be followed by one call of {@link #close()}.
	 * @return the loop that links of this process share, or one more of them
	 */
	public static IoLoop acquire() {
		synchronized (lock) {
			for (IoLoop loop : loops) {
				if (loop.holders < MAX_HOLDERS && !loop.loop.isEnded() && loop.loop.hasPlaces()) {
					loop.holders++;
					return loop;
				}
			}
			IoLoop added = new IoLoop();
			added.holders = 1;
			loops.add(added);
			return added;
		}
	}

	/**
	 * Give the loop back. With its last holder the loop ends: links that are still open
	 * are closed, and the thread and those of JeroMQ are gone when this method returns.
	 */
	@Override
	public void close() {
		synchronized (lock) {
			this.holders--;
			if (this.holders > 0) {
				return;
			}
			loops.remove(this);
		}
		this.loop.stop();
	}

	/**
	 * Open a DEALER socket that listens.
	 * @param endpoint where to bind; port 0 binds any free port
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, bound; the future fails if the endpoint cannot be bound
	 */
	public CompletableFuture<Link> bindDealer(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(new LinkOpening(this.loop, SocketType.DEALER, LinkOpening.Way.BIND, endpoint, options, listener));
	}

	/**
	 * Open a DEALER socket that connects.
	 * @param endpoint where to connect to
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, which connects in the background
	 */
	public CompletableFuture<Link> connectDealer(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(
				new LinkOpening(this.loop, SocketType.DEALER, LinkOpening.Way.CONNECT, endpoint, options, listener));
	}

	/**
	 * Open a ROUTER socket that listens.
	 * @param endpoint where to bind; port 0 binds any free port
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, bound; the future fails if the endpoint cannot be bound
	 */
	public CompletableFuture<Link> bindRouter(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(new LinkOpening(this.loop, SocketType.ROUTER, LinkOpening.Way.BIND, endpoint, options, listener));
	}

	/**
	 * Open a ROUTER socket that connects, as a spawned worker does to its parent.
	 * @param endpoint where to connect to
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, which connects in the background
	 */
	public CompletableFuture<Link> connectRouter(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(
				new LinkOpening(this.loop, SocketType.ROUTER, LinkOpening.Way.CONNECT, endpoint, options, listener));
	}

	private CompletableFuture<Link> open(LinkOpening opening) {
		try {
			this.loop.open(opening);
		}
		catch (RejectedExecutionException ex) {
			opening.fail(ex);
		}
		return opening.link();
	}

	/**
	 * Run a task on the I/O thread, which starts with the first link. May be called on
	 * any thread.
	 * @param task a task that does not block
	 * @throws RejectedExecutionException if the loop has ended
	 */
	@Override
	public void execute(Runnable task) {
		this.loop.execute(task);
	}

	/**
	 * Run a task on the I/O thread after a time. May be called on any thread.
	 * @param delay the time to wait; what is beyond 100 years counts as 100 years
	 * @param task a task that does not block
	 * @return the timer, by which the task can be forgotten
	 */
	public IoTimer schedule(Duration delay, Runnable task) {
		return this.loop.schedule(delay, task);
	}

	/**
	 * Run a task on the I/O thread after a time, together with others that are due about
	 * then, so that the thread is woken once for them. May be called on any thread.
	 * @param delay the time to wait; what is beyond 100 years counts as 100 years
	 * @param slack how much later it may be at most
	 * @param task a task that does not block
	 * @return the timer, by which the task can be forgotten
	 */
	public IoTimer scheduleAbout(Duration delay, Duration slack, Runnable task) {
		return this.loop.scheduleAbout(delay, slack, task);
	}

	/**
	 * Return how often another thread has woken the I/O thread, which is what most of the
	 * time of a short call goes into.
	 * @return the number of wake-ups since the loop has begun
	 */
	public long wakeUps() {
		return this.loop.wakeUps();
	}

	/**
	 * Return whether the caller is the I/O thread.
	 * @return whether it is
	 */
	public boolean isLoopThread() {
		return this.loop.isLoopThread();
	}

}

package io.multifrost.internal.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;

/**
 * The one loop that all links of this process share: opens links on it, runs tasks on its
 * thread, and ends it with its last holder.
 */
public final class IoLoop implements Executor, AutoCloseable {

	private static final Object lock = new Object();

	private static @Nullable IoLoop shared;

	private static int holders;

	private final EventLoop loop = new EventLoop();

	private IoLoop() {
	}

	/**
	 * Return the loop that all links of this process share, and start it if it does not
	 * run. Each call is to be followed by one call of {@link #close()}.
	 * @return the shared loop
	 */
	public static IoLoop acquire() {
		synchronized (lock) {
			if (shared == null || shared.loop.isEnded()) {
				shared = new IoLoop();
			}
			holders++;
			return shared;
		}
	}

	/**
	 * Give the loop back. With its last holder the loop ends: links that are still open
	 * are closed, and the thread and those of JeroMQ are gone when this method returns.
	 */
	@Override
	public void close() {
		synchronized (lock) {
			holders--;
			if (holders > 0) {
				return;
			}
			shared = null;
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
		return open(SocketType.DEALER, options, listener, (link) -> link.bind(endpoint));
	}

	/**
	 * Open a DEALER socket that connects.
	 * @param endpoint where to connect to
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, which connects in the background
	 */
	public CompletableFuture<Link> connectDealer(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(SocketType.DEALER, options, listener, (link) -> link.connect(endpoint));
	}

	/**
	 * Open a ROUTER socket that listens.
	 * @param endpoint where to bind; port 0 binds any free port
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, bound; the future fails if the endpoint cannot be bound
	 */
	public CompletableFuture<Link> bindRouter(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(SocketType.ROUTER, options, listener, (link) -> link.bind(endpoint));
	}

	/**
	 * Open a ROUTER socket that connects, as a spawned worker does to its parent.
	 * @param endpoint where to connect to
	 * @param options the options of the socket
	 * @param listener what to call on the I/O thread
	 * @return the link, which connects in the background
	 */
	public CompletableFuture<Link> connectRouter(Endpoint endpoint, LinkOptions options, LinkListener listener) {
		return open(SocketType.ROUTER, options, listener, (link) -> link.connect(endpoint));
	}

	private CompletableFuture<Link> open(SocketType type, LinkOptions options, LinkListener listener,
			Consumer<Link> opening) {
		CompletableFuture<Link> opened = new CompletableFuture<>();
		execute(() -> {
			Link link = null;
			try {
				link = new Link(this.loop, this.loop.socket(type), type == SocketType.ROUTER, options, listener);
				opening.accept(link);
				this.loop.register(link);
				opened.complete(link);
			}
			catch (Throwable ex) {
				// Whoever waits for the link is told, whatever it is.
				opened.completeExceptionally(ex);
				if (link != null) {
					link.dispose();
				}
			}
		});
		return opened;
	}

	/**
	 * Run a task on the I/O thread. May be called on any thread.
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

package io.multifrost.internal.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import io.multifrost.internal.LazyLogger;

/**
 * The thread that owns sockets. It sleeps in a selector until a socket, another thread or
 * a timer has work for it, so an idle loop costs nothing; other threads hand work over
 * through queues and wake the selector only while it sleeps.
 * <p>
 * The thread belongs to this class alone: it never runs code of users and is never
 * interrupted, since an interrupt inside JeroMQ destroys the pipes of its context.
 */
public final class IoLoop implements Executor, AutoCloseable {

	private static final LazyLogger logger = new LazyLogger(IoLoop.class);

	private static final long CLOSE_SECONDS = 10;

	private static final Object lock = new Object();

	private static @Nullable IoLoop shared;

	private static int holders;

	private final ZMQ.Context context = ZMQ.context(1);

	private final Selector selector;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Queue<Link> ready = new ConcurrentLinkedQueue<>();

	private final TimerQueue timers = new TimerQueue();

	private final Set<Link> links = new HashSet<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Thread thread;

	private volatile boolean sleeping;

	private volatile boolean stopping;

	private IoLoop() {
		try {
			this.selector = Selector.open();
		}
		catch (IOException ex) {
			this.context.close();
			throw new UncheckedIOException("Could not open a selector for the I/O thread", ex);
		}
		this.thread = new Thread(this::run, "multifrost-io");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Return the loop that all links of this process share, and start it if it does not
	 * run. Each call is to be followed by one call of {@link #close()}.
	 * @return the shared loop
	 */
	public static IoLoop acquire() {
		synchronized (lock) {
			if (shared == null || shared.ended.getCount() == 0) {
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
		this.stopping = true;
		this.selector.wakeup();
		awaitEnd();
	}

	private void awaitEnd() {
		if (Thread.currentThread() == this.thread) {
			return;
		}
		boolean interrupted = false;
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
		try {
			while (true) {
				try {
					if (!this.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
						logger.get().warn("The I/O thread did not end within {} s", CLOSE_SECONDS);
					}
					return;
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
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
				link = new Link(this, this.context.socket(type), type == SocketType.ROUTER, options, listener);
				opening.accept(link);
				register(link);
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

	private void register(Link link) {
		try {
			SelectableChannel channel = link.channel();
			channel.register(this.selector, SelectionKey.OP_READ, link);
		}
		catch (ClosedChannelException ex) {
			throw new UncheckedIOException(ex);
		}
		this.links.add(link);
		// What the socket signalled before it was registered is not signalled again.
		link.schedule();
	}

	/**
	 * Run a task on the I/O thread. May be called on any thread.
	 * @param task a task that does not block
	 * @throws RejectedExecutionException if the loop has ended
	 */
	@Override
	public void execute(Runnable task) {
		if (this.ended.getCount() == 0) {
			throw new RejectedExecutionException("The I/O thread has ended");
		}
		this.tasks.add(task);
		wakeUp();
	}

	/**
	 * Run a task on the I/O thread after a time. May be called on any thread.
	 * @param delay the time to wait
	 * @param task a task that does not block
	 * @return the timer, by which the task can be forgotten
	 */
	public IoTimer schedule(Duration delay, Runnable task) {
		IoTimer timer = new IoTimer(System.nanoTime() + delay.toNanos(), task);
		if (isLoopThread()) {
			this.timers.add(timer);
		}
		else {
			execute(() -> this.timers.add(timer));
		}
		return timer;
	}

	/**
	 * Return whether the caller is the I/O thread.
	 * @return whether it is
	 */
	public boolean isLoopThread() {
		return Thread.currentThread() == this.thread;
	}

	/**
	 * Change what JeroMQ polls, which makes it look at all that it polls.
	 * @see HandshakeWatch
	 */
	void nudge() {
		ZMQ.Socket socket = this.context.socket(SocketType.PAIR);
		try {
			socket.setLinger(0);
			socket.bind(Endpoint.loopback(0).toString());
		}
		finally {
			socket.close();
		}
	}

	void flushSoon(Link link) {
		this.ready.add(link);
		wakeUp();
	}

	void forget(Link link) {
		this.links.remove(link);
		SelectionKey key = link.channel().keyFor(this.selector);
		if (key != null) {
			key.cancel();
		}
	}

	private void wakeUp() {
		// The loop looks at the queues once more after it has said that it sleeps, so a
		// task
		// added before that look needs no wake-up.
		if (this.sleeping && !isLoopThread()) {
			this.sleeping = false;
			this.selector.wakeup();
		}
	}

	private void run() {
		try {
			while (!this.stopping) {
				select();
				this.timers.runDue(System.nanoTime(), this::runSafely);
				runTasks();
				serveLinks();
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			logger.get().error("The I/O thread ends because of an unexpected error", ex);
		}
		finally {
			shutDown();
		}
	}

	private void select() throws IOException {
		long nanos = this.timers.nanosUntilNext(System.nanoTime());
		if (nanos == 0) {
			this.selector.selectNow();
			return;
		}
		this.sleeping = true;
		if (!this.tasks.isEmpty() || !this.ready.isEmpty() || this.stopping) {
			this.sleeping = false;
			this.selector.selectNow();
			return;
		}
		// Rounded up: a timer that fires a little late is due, one that fires early is
		// not.
		this.selector.select((nanos < 0) ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
		this.sleeping = false;
	}

	private void runTasks() {
		Runnable task = this.tasks.poll();
		while (task != null) {
			runSafely(task);
			task = this.tasks.poll();
		}
	}

	private void serveLinks() {
		for (SelectionKey key : this.selector.selectedKeys()) {
			((Link) key.attachment()).schedule();
		}
		this.selector.selectedKeys().clear();
		// A link that has more to do than one turn adds itself again: only those that are
		// here now are served, so that the selector and the timers get their turn.
		Queue<Link> turn = new ArrayDeque<>();
		Link next = this.ready.poll();
		while (next != null) {
			turn.add(next);
			next = this.ready.poll();
		}
		for (Link link : turn) {
			runSafely(link::serve);
		}
	}

	private void runSafely(Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			// Errors too, such as that there is no thread left: all workers live by this
			// one.
			logger.get().error("A task on the I/O thread failed", ex);
		}
	}

	private void shutDown() {
		runTasks();
		for (Link link : Set.copyOf(this.links)) {
			runSafely(link::dispose);
		}
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			logger.get().warn("Could not close the selector of the I/O thread", ex);
		}
		this.context.close();
		this.ended.countDown();
	}

}

package io.multifrost.internal.transport;

import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;

import io.multifrost.internal.LazyLogger;

/**
 * The thread that owns sockets, which is JeroMQ's I/O thread too. It sleeps in a selector
 * until the network, another thread or a timer has work for it, so an idle loop costs
 * nothing; other threads hand work over through queues and wake the selector only while
 * it sleeps.
 * <p>
 * The thread belongs to this class and JeroMQ alone: it never runs code of users and is
 * never interrupted, since an interrupt inside JeroMQ destroys the pipes of its context.
 * No other thread enters JeroMQ, but for short-lived ones of our own that start and end
 * the context.
 */
final class EventLoop implements LoopSelector.Work {

	private static final LazyLogger logger = new LazyLogger(EventLoop.class);

	private static final long CLOSE_SECONDS = 10;

	private final LoopContext context = new LoopContext(this, Frame::new);

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final Queue<Link> ready = new ConcurrentLinkedQueue<>();

	private final TimerQueue timers = new TimerQueue();

	private final Set<Link> links = new HashSet<>();

	private final LongAdder wakeUps = new LongAdder();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Consumer<Runnable> safely = this::runSafely;

	private final Thread thread;

	private final Selector selector;

	private volatile boolean sleeping;

	private volatile boolean stopping;

	private boolean disposed;

	EventLoop() {
		CompletableFuture<Void> started = new CompletableFuture<>();
		startThread("multifrost-io-start", () -> {
			try {
				this.context.start();
				started.complete(null);
			}
			catch (Throwable ex) {
				// The caller is told, whatever it is.
				started.completeExceptionally(ex);
			}
		});
		try {
			started.join();
		}
		catch (CompletionException ex) {
			throw new IllegalStateException("Could not start the I/O thread: " + ex.getCause(), ex.getCause());
		}
		this.thread = this.context.thread();
		this.selector = this.context.selector().delegate();
	}

	private static void startThread(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	boolean isEnded() {
		return this.ended.getCount() == 0;
	}

	/**
	 * End the thread: links that are still open are closed. Returns when it is gone,
	 * unless the caller is that thread.
	 */
	void stop() {
		this.stopping = true;
		this.selector.wakeup();
		awaitEnd();
	}

	private void awaitEnd() {
		if (isLoopThread()) {
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
	 * Open a socket. Called on the I/O thread.
	 * @param type its type
	 * @return the socket, which has to be {@linkplain #register registered}
	 */
	ZMQ.Socket socket(SocketType type) {
		return this.context.socket(type);
	}

	void register(Link link) {
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
	void execute(Runnable task) {
		if (isEnded()) {
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
	IoTimer schedule(Duration delay, Runnable task) {
		IoTimer timer = new IoTimer(TimerQueue.due(System.nanoTime(), delay), task);
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
	boolean isLoopThread() {
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

	void serveSoon(Link link) {
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
		// task that was added before needs no wake-up.
		if (this.sleeping && !isLoopThread()) {
			this.sleeping = false;
			this.wakeUps.increment();
			this.selector.wakeup();
		}
	}

	/**
	 * Return how often another thread has woken this one.
	 */
	long wakeUps() {
		return this.wakeUps.sum();
	}

	@Override
	public void run() {
		this.timers.runDue(System.nanoTime(), this.safely);
		runTasks();
		serveLinks();
		if (this.stopping) {
			// Each time, since a link may be opened until JeroMQ opens none any more.
			boolean first = !this.disposed;
			dispose();
			if (first) {
				startThread("multifrost-io-end", this::terminate);
			}
		}
	}

	@Override
	public long beforeSleep() {
		long nanos = this.timers.nanosUntilNext(System.nanoTime());
		if (nanos == 0) {
			return 0;
		}
		this.sleeping = true;
		if (!this.tasks.isEmpty() || !this.ready.isEmpty() || (this.stopping && !this.disposed)) {
			return 0;
		}
		return (nanos < 0) ? -1 : LoopSelector.toMillis(nanos);
	}

	@Override
	public void afterSleep() {
		this.sleeping = false;
	}

	@Override
	public void ready(SelectionKey key) {
		((Link) key.attachment()).schedule();
	}

	private void runTasks() {
		Runnable task = this.tasks.poll();
		while (task != null) {
			runSafely(task);
			task = this.tasks.poll();
		}
	}

	private void serveLinks() {
		// A link that has more to do than one turn adds itself again: only those that are
		// here now are served, so that the selector and the timers get their turn.
		for (int turns = this.ready.size(); turns > 0; turns--) {
			Link next = this.ready.poll();
			if (next != null) {
				runSafely(next.turn());
			}
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

	private void dispose() {
		this.disposed = true;
		for (Link link : Set.copyOf(this.links)) {
			runSafely(link::dispose);
		}
	}

	/**
	 * End JeroMQ's threads, among them that of this loop, which closes its sockets
	 * meanwhile.
	 */
	private void terminate() {
		try {
			this.context.terminate();
		}
		catch (RuntimeException | Error ex) {
			logger.get().error("JeroMQ could not be ended", ex);
		}
		finally {
			this.ended.countDown();
		}
	}

	/**
	 * What the I/O thread runs.
	 */
	private final class Frame implements Runnable {

		private final Runnable poller;

		Frame(Runnable poller) {
			this.poller = poller;
		}

		@Override
		public void run() {
			try {
				this.poller.run();
				runTasks();
			}
			catch (Throwable ex) {
				logger.get().error("The I/O thread ends because of an unexpected error", ex);
				// Without this thread JeroMQ cannot be ended in its own way.
				dispose();
				runTasks();
				EventLoop.this.ended.countDown();
			}
		}

	}

}

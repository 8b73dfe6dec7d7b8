package io.multifrost.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;

/**
 * The executors that all workers of this process share, for code of users where the user
 * names none, and for what is not to wait for it. The JDK's common pool is of no use
 * here: on two processors it starts a thread for each task.
 */
public final class SharedExecutors {

	private static final Logger logger = BackgroundLogger.of(SharedExecutors.class);

	private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

	/** For callbacks that wait for one another in the way that the pool knows of. */
	private static final int SPARE_THREADS = 32;

	private static final long IDLE_SECONDS = 5;

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private static final ForkJoinPool executor = create("multifrost-callback-");

	private static final ForkJoinPool own = create("multifrost-task-");

	private static final Executor blocking = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS,
			TimeUnit.SECONDS, new SynchronousQueue<>(),
			(task) -> Threads.daemon("multifrost-source-" + threadNumber.incrementAndGet(), task));

	private static final Executor turns = turns();

	private SharedExecutors() {
	}

	private static Executor turns() {
		ThreadPoolExecutor turns = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(),
				(task) -> Threads.daemon("multifrost-turn-" + threadNumber.incrementAndGet(), task));
		turns.allowCoreThreadTimeOut(true);
		return turns;
	}

	/**
	 * Return the executor for futures, listeners and subscribers. Its threads are few,
	 * are daemons, and end when they are idle.
	 */
	public static Executor callbacks() {
		return executor;
	}

	/**
	 * Return the executor for what this library itself has to get done: callbacks that
	 * block, such as calls that wait for a worker, must not keep that worker from coming
	 * back.
	 */
	public static Executor own() {
		return own;
	}

	/**
	 * Return the executor for reading and closing what users hand over to be sent, which
	 * may wait, also for the end of a call: that comes on the shared executor, of whose
	 * threads there are few.
	 */
	public static Executor blocking() {
		return blocking;
	}

	/**
	 * Return the executor for what takes its time again and again, and goes on after the
	 * others of its kind. On the shared one it would hold up callbacks for ever: a thread
	 * of that pool prefers the queue from which it has its last task.
	 */
	public static Executor inTurns() {
		return turns;
	}

	/**
	 * Return an executor that may be asked anywhere, the I/O thread included. One of the
	 * user's is code of the user's: it may block, throw, or run a task at once. So it is
	 * asked by a thread of the shared executor, which runs what it does not take.
	 * @param users the user's executor
	 * @return the executor to ask
	 */
	public static Executor shielded(Executor users) {
		return (task) -> executor.execute(new ShieldedTask(users, task));
	}

	/**
	 * Create a pool that takes its tasks in their order. One of this kind wakes a thread
	 * only if none is awake, which matters where thousands of answers arrive at once.
	 */
	private static ForkJoinPool create(String threadNames) {
		return new ForkJoinPool(THREADS, (pool) -> new CallbackThread(pool, threadNames), null, true, THREADS,
				THREADS + SPARE_THREADS, 1, (pool) -> true, IDLE_SECONDS, TimeUnit.SECONDS);
	}

	/**
	 * A task for an executor of the user's.
	 */
	private static final class ShieldedTask implements Runnable {

		private final Executor executor;

		private final Runnable completion;

		private final AtomicBoolean begun = new AtomicBoolean();

		ShieldedTask(Executor executor, Runnable completion) {
			this.executor = executor;
			this.completion = completion;
		}

		@Override
		public void run() {
			try {
				this.executor.execute(this::runOnce);
			}
			catch (Throwable ex) {
				logger.debug("The callback executor has not taken a task", ex);
				runOnce();
			}
		}

		private void runOnce() {
			if (this.begun.compareAndSet(false, true)) {
				this.completion.run();
			}
		}

	}

	/**
	 * A thread with the class loader of this library, where the pool would give it that
	 * of the system, which knows nothing of an executable jar.
	 */
	private static final class CallbackThread extends ForkJoinWorkerThread {

		CallbackThread(ForkJoinPool pool, String threadNames) {
			super(pool);
			setName(threadNames + threadNumber.incrementAndGet());
			setContextClassLoader(SharedExecutors.class.getClassLoader());
		}

	}

}

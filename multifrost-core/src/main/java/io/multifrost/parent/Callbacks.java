package io.multifrost.parent;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The executor for futures and listeners where the user names none. The JDK's common pool
 * is of no use here: on two processors it starts a thread for each task.
 */
final class Callbacks {

	private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

	/** For callbacks that wait for one another in the way that the pool knows of. */
	private static final int SPARE_THREADS = 32;

	private static final long IDLE_SECONDS = 5;

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private static final ForkJoinPool executor = create("multifrost-callback-");

	private static final ForkJoinPool own = create("multifrost-task-");

	private Callbacks() {
	}

	/**
	 * Return the shared executor, whose threads are daemons and end when they are idle.
	 */
	static Executor executor() {
		return executor;
	}

	/**
	 * Return the executor for what this library itself has to get done: callbacks that
	 * block, such as calls that wait for a worker, must not keep that worker from coming
	 * back.
	 */
	static Executor own() {
		return own;
	}

	/**
	 * Run what must not be lost, such as the completion of a call, on an executor of the
	 * user's, which may be full or gone: it is run elsewhere then.
	 * @param executor the user's executor
	 * @param completion what to run
	 */
	static void complete(Executor executor, Runnable completion) {
		try {
			executor.execute(completion);
		}
		catch (RejectedExecutionException ex) {
			ForkJoinPool.commonPool().execute(completion);
		}
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
	 * A thread with the class loader of this library, where the pool would give it that
	 * of the system, which knows nothing of an executable jar.
	 */
	private static final class CallbackThread extends ForkJoinWorkerThread {

		CallbackThread(ForkJoinPool pool, String threadNames) {
			super(pool);
			setName(threadNames + threadNumber.incrementAndGet());
			setContextClassLoader(Callbacks.class.getClassLoader());
		}

	}

}

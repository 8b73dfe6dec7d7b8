package io.multifrost.parent;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The executor for futures and listeners where the user names none. The JDK's common pool
 * is of no use here: on two processors it starts a thread for each task.
 */
final class Callbacks {

	private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

	private static final long IDLE_SECONDS = 5;

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private static final ThreadPoolExecutor executor = create("multifrost-callback-");

	private static final ThreadPoolExecutor own = create("multifrost-task-");

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

	private static ThreadPoolExecutor create(String threadNames) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, threadNames + threadNumber.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}

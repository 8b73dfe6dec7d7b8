package io.multifrost.parent;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
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

	private static final ThreadPoolExecutor executor = create();

	private Callbacks() {
	}

	/**
	 * Return the shared executor, whose threads are daemons and end when they are idle.
	 */
	static Executor executor() {
		return executor;
	}

	private static ThreadPoolExecutor create() {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "multifrost-callback-" + threadNumber.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}

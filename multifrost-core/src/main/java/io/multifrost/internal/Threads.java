package io.multifrost.internal;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts threads for what takes long and happens seldom, and lets threads wait.
 */
public final class Threads {

	private Threads() {
	}

	public static void start(String name, Runnable task) {
		daemon(name, task).start();
	}

	/**
	 * Return a thread that does not keep the process alive.
	 */
	public static Thread daemon(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Wait for a future.
	 * @param future the future
	 * @param timeout how long to wait, however long that is
	 * @return whether it has completed in time
	 * @throws InterruptedException if the thread is interrupted
	 * @throws ExecutionException if it has failed
	 */
	public static boolean await(Future<?> future, Duration timeout) throws InterruptedException, ExecutionException {
		try {
			future.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
	}

}

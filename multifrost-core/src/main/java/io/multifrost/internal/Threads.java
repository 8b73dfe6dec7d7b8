package io.multifrost.internal;

import java.time.Duration;
import java.util.concurrent.CompletionException;
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
	 * @throws CompletionException if it has failed
	 */
	public static boolean await(Future<?> future, Duration timeout) throws InterruptedException {
		try {
			future.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new CompletionException(ex.getCause());
		}
	}

	/**
	 * Do what an interrupt must not be in the way of: threads are often interrupted in
	 * order to end, and this is what they do at the end. One that came before is heeded
	 * afterwards, as is one that comes meanwhile.
	 * @param task what is done
	 */
	public static void undisturbed(Runnable task) {
		boolean interrupted = Thread.interrupted();
		try {
			task.run();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}

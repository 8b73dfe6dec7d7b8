package io.multifrost.internal.serving;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads of functions. They are numbered through all workers of the process.
 */
final class WorkerThreads implements ThreadFactory {

	private static final AtomicInteger number = new AtomicInteger();

	@Override
	public Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "multifrost-worker-" + number.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

}

package io.multifrost.child;

import java.time.Duration;

import io.multifrost.internal.LazyLogger;

/**
 * Closes a worker when its process is asked to end, such as by SIGTERM.
 */
final class ShutdownHook extends Thread {

	/**
	 * A signal can overtake calls that were sent before it, and these are to be answered
	 * as well. A message that asks the worker to stop cannot.
	 */
	private static final Duration OVERTAKEN_CALLS = Duration.ofMillis(100);

	private static final LazyLogger logger = new LazyLogger(ShutdownHook.class);

	private final ChildWorker worker;

	ShutdownHook(ChildWorker worker) {
		super("multifrost-shutdown");
		this.worker = worker;
	}

	@Override
	public void run() {
		this.worker.close(OVERTAKEN_CALLS);
	}

	void add() {
		Runtime.getRuntime().addShutdownHook(this);
	}

	void remove() {
		try {
			Runtime.getRuntime().removeShutdownHook(this);
		}
		catch (IllegalStateException ex) {
			logger.get().debug("The process is ending already, and the hook is what ended the worker", ex);
		}
	}

}

package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.concurrent.CompletionException;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.Threads;
import io.multifrost.process.WorkerProcess;

/**
 * Ends a process: ask, wait, terminate, wait, kill. A caller who is interrupted goes
 * straight to the kill.
 *
 * @param worker the name of the worker in the log
 * @param process the process
 */
record ProcessStop(String worker, WorkerProcess process) {

	private static final Logger logger = BackgroundLogger.of(ProcessStop.class);

	private static final Duration TERMINATE_TIMEOUT = Duration.ofSeconds(2);

	private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Ask the process to end, and terminate it if it does not.
	 * @param ask asks it
	 * @param timeout how long it may take to end by itself
	 */
	void gracefully(Runnable ask, Duration timeout) {
		ask.run();
		if (hasEndedWithin(timeout) || Thread.currentThread().isInterrupted()) {
			return;
		}
		logger.warn("[{}] The worker (pid {}) did not stop within {} ms of being asked: terminating it", this.worker,
				this.process.pid(), timeout.toMillis());
		this.process.terminate();
		hasEndedWithin(TERMINATE_TIMEOUT);
	}

	/**
	 * Make sure that neither the process nor one of its children is left.
	 */
	void forcibly() {
		boolean alive = this.process.isAlive();
		this.process.kill();
		if (alive) {
			Threads.undisturbed(this::awaitKill);
		}
	}

	private void awaitKill() {
		if (!hasEndedWithin(KILL_TIMEOUT) && this.process.isAlive()) {
			logger.error("[{}] The worker (pid {}) is still alive {} ms after it was killed", this.worker,
					this.process.pid(), KILL_TIMEOUT.toMillis());
		}
	}

	private boolean hasEndedWithin(Duration timeout) {
		try {
			return Threads.await(this.process.exit(), timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (CompletionException ex) {
			throw new IllegalStateException("The end of process " + this.process.pid() + " was not observed", ex);
		}
	}

}

package io.multifrost.internal.supervision;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.WorkerStartException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.process.WorkerLauncher.OutputListener;
import io.multifrost.process.WorkerProcess;

/**
 * One launch of a process, which may take minutes, and which another thread may interrupt
 * meanwhile. That interrupt reaches nothing else of the thread that launches, and takes
 * away none that somebody else has sent before. Safe for use by several threads.
 */
final class Launch {

	private static final Logger logger = BackgroundLogger.of(Launch.class);

	private final WorkerLauncher launcher;

	private final StartFailures failures;

	private @Nullable Thread thread;

	private boolean cancelled;

	/** Whether the interrupt of the thread is ours alone. */
	private boolean ours;

	Launch(WorkerLauncher launcher, StartFailures failures) {
		this.launcher = launcher;
		this.failures = failures;
	}

	/**
	 * Launch on this thread.
	 * @param command what to start
	 * @param output receives what it writes
	 * @return the process
	 * @throws WorkerStartException if it does not start, or the launch was cancelled
	 */
	WorkerProcess run(WorkerCommand command, OutputListener output) {
		synchronized (this) {
			if (this.cancelled) {
				throw this.failures.stopped();
			}
			this.thread = Thread.currentThread();
		}
		try {
			return this.launcher.launch(command, output);
		}
		catch (WorkerStartException ex) {
			throw failure(ex);
		}
		finally {
			synchronized (this) {
				this.thread = null;
				if (this.ours) {
					Thread.interrupted();
				}
			}
		}
	}

	private synchronized WorkerStartException failure(WorkerStartException ex) {
		if (this.cancelled) {
			logger.debug("A launch was cancelled", ex);
			return this.failures.stopped();
		}
		return this.failures.named(ex);
	}

	synchronized void cancel() {
		this.cancelled = true;
		if (this.thread != null) {
			this.ours = !this.thread.isInterrupted();
			this.thread.interrupt();
		}
	}

}

package io.multifrost.process;

import io.multifrost.internal.process.LocalWorkerLauncher;

/**
 * Starts the process of a worker. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface WorkerLauncher {

	/**
	 * Start a process. Returns as soon as the operating system started it, which does not
	 * mean that the worker is ready.
	 * @param command what to start
	 * @param output receives the lines that the process writes, from the first one on
	 * @return the running process
	 * @throws io.multifrost.WorkerStartException if the executable, the script or the
	 * directory does not exist, or the process could not be started
	 */
	WorkerProcess launch(WorkerCommand command, OutputListener output);

	/**
	 * Return the launcher that starts processes on this machine.
	 * @return the local launcher
	 */
	static WorkerLauncher local() {
		return LocalWorkerLauncher.INSTANCE;
	}

	/**
	 * Receives the lines that a worker process writes to its standard output and error.
	 */
	@FunctionalInterface
	interface OutputListener {

		/**
		 * A line was written. Called on the thread that reads the stream, or on another
		 * for what has no end yet, at most one call at call at a time for each of the two
		 * streams, so that a call that blocks also blocks the process as soon as the pipe
		 * is full. An exception is logged and does no further harm. Where the listener is
		 * slow, or another process inherited the streams, calls can follow after the
		 * exit.
		 * @param error whether the line comes from standard error
		 * @param line the line without its end; a line longer than 8 KiB comes in pieces,
		 * and bytes that are not UTF-8 come as replacement characters
		 */
		void onLine(boolean error, String line);

	}

}

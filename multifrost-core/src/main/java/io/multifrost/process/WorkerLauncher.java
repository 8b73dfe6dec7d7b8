package io.multifrost.process;

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

}

package io.multifrost.spring.endpoint;

/**
 * What an operator can do with a worker.
 */
public enum WorkerAction {

	/**
	 * Start it, and wait until it answers.
	 */
	START,

	/**
	 * Stop it, and wait until it is gone.
	 */
	STOP,

	/**
	 * Replace its processes by new ones, and wait until they answer.
	 */
	RESTART,

	/**
	 * Close its circuit breaker.
	 */
	RESET_BREAKER

}

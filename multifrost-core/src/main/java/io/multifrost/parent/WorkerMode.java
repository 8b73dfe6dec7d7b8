package io.multifrost.parent;

/**
 * How a parent reaches a worker.
 */
public enum WorkerMode {

	/**
	 * The worker is a process that the parent starts, watches and stops.
	 */
	SPAWN,

	/**
	 * The worker runs by itself, and the parent connects to it.
	 */
	CONNECT

}

package io.multifrost.parent;

/**
 * Where a {@link ParentWorker} stands between its start and its end.
 */
public enum WorkerState {

	/**
	 * Built, and not started yet.
	 */
	NEW,

	/**
	 * Being started: the worker has not answered yet.
	 */
	STARTING,

	/**
	 * The worker answers; the only state in which calls are accepted.
	 */
	RUNNING,

	/**
	 * Lost without having been stopped, and being looked for again. Calls fail, or wait
	 * for a while where they are configured to.
	 */
	RECOVERING,

	/**
	 * Being stopped: the worker finishes the calls that run.
	 */
	STOPPING,

	/**
	 * Stopped on request. Can be started again.
	 */
	STOPPED,

	/**
	 * Did not start, or died. Can be started again.
	 */
	FAILED

}

package io.multifrost.parent;

import org.jspecify.annotations.Nullable;

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
	FAILED;

	/**
	 * Return the state that an event leads to.
	 * @param event the event
	 * @return the next state, or {@code null} if the event means nothing in this state
	 */
	@Nullable WorkerState next(Event event) {
		return switch (event) {
			case START -> (this == NEW || this == STOPPED || this == FAILED) ? STARTING : null;
			case READY -> (this == STARTING || this == RECOVERING) ? RUNNING : null;
			case LOST -> (this == RUNNING) ? RECOVERING : null;
			case STOP -> switch (this) {
				case STARTING, RUNNING, RECOVERING -> STOPPING;
				case NEW, FAILED -> STOPPED;
				case STOPPING, STOPPED -> null;
			};
			case ENDED -> switch (this) {
				case STARTING, RUNNING, RECOVERING -> FAILED;
				case STOPPING -> STOPPED;
				case NEW, STOPPED, FAILED -> null;
			};
		};
	}

	/**
	 * What moves a worker from one state to the next.
	 */
	enum Event {

		/**
		 * Somebody starts the worker.
		 */
		START,

		/**
		 * The worker has answered its first heartbeat.
		 */
		READY,

		/**
		 * The worker is gone, and may come back.
		 */
		LOST,

		/**
		 * Somebody stops the worker.
		 */
		STOP,

		/**
		 * The worker is gone, or could not be started.
		 */
		ENDED

	}

}

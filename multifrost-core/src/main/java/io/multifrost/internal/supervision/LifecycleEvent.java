package io.multifrost.internal.supervision;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.WorkerState;

/**
 * What moves an instance of a worker from one state to the next.
 */
public enum LifecycleEvent {

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
	ENDED;

	/**
	 * Return the state that this event leads to.
	 * @param from the state in which it happens
	 * @return the next state, or {@code null} if the event means nothing in that state
	 */
	public @Nullable WorkerState next(WorkerState from) {
		return switch (this) {
			case START -> switch (from) {
				case NEW, STOPPED, FAILED -> WorkerState.STARTING;
				case STARTING, RUNNING, RECOVERING, STOPPING -> null;
			};
			case READY -> switch (from) {
				case STARTING, RECOVERING -> WorkerState.RUNNING;
				case NEW, RUNNING, STOPPING, STOPPED, FAILED -> null;
			};
			case LOST -> (from == WorkerState.RUNNING) ? WorkerState.RECOVERING : null;
			case STOP -> switch (from) {
				case STARTING, RUNNING, RECOVERING -> WorkerState.STOPPING;
				case NEW, FAILED -> WorkerState.STOPPED;
				case STOPPING, STOPPED -> null;
			};
			case ENDED -> switch (from) {
				case STARTING, RUNNING, RECOVERING -> WorkerState.FAILED;
				case STOPPING -> WorkerState.STOPPED;
				case NEW, STOPPED, FAILED -> null;
			};
		};
	}

}

package io.multifrost.parent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to a worker. The methods are called one after another, in the
 * order of events, on the callback executor; a listener that is slow delays later events
 * of its worker and nothing else.
 */
public interface ParentWorkerListener {

	/**
	 * Return whether this listener writes what it is told to a log. The worker's own
	 * lines about the same, such as that it is running, are for debugging then.
	 * @return whether it does, which must not change
	 */
	default boolean isLog() {
		return false;
	}

	/**
	 * The worker's state has changed.
	 * @param worker the name of the worker
	 * @param from the state that it left
	 * @param to the state that it is in now
	 * @param cause why, where the change was not asked for, else {@code null}
	 */
	default void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
	}

	/**
	 * The worker has written a line to its standard output. What the Python package of
	 * this library logs comes here up to the level of information, and to
	 * {@link #onStderr} above it, line by line.
	 * @param worker the name of the worker
	 * @param line the line, without its end
	 */
	default void onStdout(String worker, String line) {
	}

	/**
	 * The worker has written a line to its standard error.
	 * @param worker the name of the worker
	 * @param line the line, without its end
	 */
	default void onStderr(String worker, String line) {
	}

	/**
	 * A process was started.
	 * @param instance the instance, with its process id
	 */
	default void onProcessStart(WorkerInstance instance) {
	}

	/**
	 * A process has ended, whether it was asked to or not.
	 * @param instance the instance, with the id that the process had
	 * @param exitCode its exit code; 128 plus the signal's number where a signal ended it
	 * @param uptime the time that it ran
	 */
	default void onProcessExit(WorkerInstance instance, int exitCode, Duration uptime) {
	}

	/**
	 * A connection to an instance was made.
	 * @param instance the instance
	 */
	default void onConnect(WorkerInstance instance) {
	}

	/**
	 * The connection to an instance has ended.
	 * @param instance the instance
	 */
	default void onDisconnect(WorkerInstance instance) {
	}

	/**
	 * An instance that was running is lost: its process has died, the connection to its
	 * service has ended, or it was given up after {@link #onUnresponsive}. Told once for
	 * each loss, before the change of state that follows from it.
	 * @param instance the instance
	 * @param calls how many calls waited for it; they end because of this
	 * @param cause why it was lost
	 */
	default void onLost(WorkerInstance instance, int calls, Throwable cause) {
	}

	/**
	 * An instance was lost and is going to be restarted, or looked for again.
	 * @param instance the instance
	 * @param attempt the number of the attempt since it last ran stably, beginning with 1
	 * @param delay the time until the attempt
	 * @param cause why the instance was lost, or the last attempt failed
	 */
	default void onRestart(WorkerInstance instance, int attempt, Duration delay, Throwable cause) {
	}

	/**
	 * A heartbeat was sent.
	 * @param instance the instance
	 */
	default void onHeartbeatSent(WorkerInstance instance) {
	}

	/**
	 * A heartbeat was answered.
	 * @param instance the instance
	 * @param roundTrip the time between sending it and its answer
	 */
	default void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
	}

	/**
	 * A heartbeat was not answered in time while no call kept the instance busy.
	 * @param instance the instance
	 * @param misses how many were missed in a row by now
	 */
	default void onHeartbeatMissed(WorkerInstance instance, int misses) {
	}

	/**
	 * An instance has missed as many heartbeats as it may.
	 * @param instance the instance
	 */
	default void onUnresponsive(WorkerInstance instance) {
	}

}

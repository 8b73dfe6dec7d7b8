package io.multifrost.parent;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to a worker. The methods are called one after another, in the
 * order of events, on the callback executor; a listener that is slow delays later events
 * of its worker and nothing else.
 */
public interface ParentWorkerListener {

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
	 * The worker has written a line to its standard output.
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

}

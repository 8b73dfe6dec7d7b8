package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * A call was not sent, or its answer can no longer arrive, because the worker is not
 * running, its connection is gone, or too many calls are in flight.
 */
public class WorkerUnavailableException extends MultifrostException {

	private final String worker;

	/**
	 * Create an exception.
	 * @param worker the name of the worker
	 * @param reason why the worker is unavailable, and what to do
	 */
	public WorkerUnavailableException(String worker, String reason) {
		this(worker, reason, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param worker the name of the worker
	 * @param reason why the worker is unavailable, and what to do
	 * @param cause the cause, or {@code null}
	 */
	public WorkerUnavailableException(String worker, String reason, @Nullable Throwable cause) {
		super("Worker '" + worker + "' is unavailable: " + reason, cause);
		this.worker = worker;
	}

	/**
	 * Return the name of the worker.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

}

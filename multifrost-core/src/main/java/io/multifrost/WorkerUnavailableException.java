package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * A call was not sent, or its answer can no longer arrive, because the worker is not
 * running, its connection is gone, or too many calls are in flight.
 */
public class WorkerUnavailableException extends MultifrostException {

	private final String worker;

	private final boolean refused;

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
		this(worker, reason, cause, false);
	}

	private WorkerUnavailableException(String worker, String reason, @Nullable Throwable cause, boolean refused) {
		super("Worker '" + worker + "' is unavailable: " + reason, cause);
		this.worker = worker;
		this.refused = refused;
	}

	/**
	 * Create an exception for a call that was not even sent.
	 * @param worker the name of the worker
	 * @param reason why the worker is unavailable, and what to do
	 * @param cause the cause, or {@code null}
	 * @return the exception
	 */
	public static WorkerUnavailableException refused(String worker, String reason, @Nullable Throwable cause) {
		return new WorkerUnavailableException(worker, reason, cause, true);
	}

	/**
	 * Return the name of the worker.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

	/**
	 * Return whether the call was refused before it was sent, so that it has surely not
	 * run.
	 * @return whether it was; if not, it may have run
	 */
	public boolean isRefused() {
		return this.refused;
	}

}

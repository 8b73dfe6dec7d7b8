package io.multifrost.spring.calls;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

import io.multifrost.CallTimeoutException;
import io.multifrost.MessageLimitException;
import io.multifrost.ProtocolException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;

/**
 * How a call to a worker ended.
 */
public enum CallOutcome {

	/** With a result. */
	SUCCESS,

	/** With an error that the function answered. */
	REMOTE_ERROR,

	/** Without an answer in time. */
	TIMEOUT,

	/** The worker died, or its connection was lost, while the call waited. */
	WORKER_LOST,

	/**
	 * It was not sent: the worker does not run, too many calls wait, or its circuit
	 * breaker is open.
	 */
	REFUSED,

	/** A value does not fit, or a message is too large or cannot be read. */
	INVALID,

	/** The caller has cancelled it. */
	CANCELLED,

	/** In another way. */
	ERROR;

	/**
	 * Tell an outcome by what a call has ended with.
	 * @param failure the exception, or {@code null} if the call succeeded
	 * @return the outcome
	 */
	public static CallOutcome of(@Nullable Throwable failure) {
		if (failure == null) {
			return SUCCESS;
		}
		if (failure instanceof RemoteCallException) {
			return REMOTE_ERROR;
		}
		if (failure instanceof CallTimeoutException) {
			return TIMEOUT;
		}
		if (failure instanceof WorkerUnavailableException unavailable) {
			return unavailable.isRefused() ? REFUSED : WORKER_LOST;
		}
		if (failure instanceof WorkerExitedException) {
			return WORKER_LOST;
		}
		if (failure instanceof ValueConversionException || failure instanceof MessageLimitException
				|| failure instanceof ProtocolException) {
			return INVALID;
		}
		return (failure instanceof CancellationException) ? CANCELLED : ERROR;
	}

}

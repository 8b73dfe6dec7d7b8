package io.multifrost;

import java.time.Duration;

/**
 * A worker did not answer a call in time. The call may still have run, or run now.
 */
public class CallTimeoutException extends MultifrostException {

	private final String worker;

	private final String function;

	private final Duration timeout;

	/**
	 * Create an exception.
	 * @param worker the name of the worker
	 * @param function the name of the function
	 * @param timeout the time that the call was given
	 * @param hint what may be the reason and what to do
	 */
	public CallTimeoutException(String worker, String function, Duration timeout, String hint) {
		super("Function '" + function + "' of worker '" + worker + "' did not answer within " + timeout.toMillis()
				+ " ms: " + hint);
		this.worker = worker;
		this.function = function;
		this.timeout = timeout;
	}

	/**
	 * Return the name of the worker.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

	/**
	 * Return the name of the function.
	 * @return the name
	 */
	public String function() {
		return this.function;
	}

	/**
	 * Return the time that the call was given.
	 * @return the timeout
	 */
	public Duration timeout() {
		return this.timeout;
	}

}

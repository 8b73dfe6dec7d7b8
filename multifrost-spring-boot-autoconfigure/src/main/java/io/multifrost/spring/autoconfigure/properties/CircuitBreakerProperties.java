package io.multifrost.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When calls of a worker that fails are refused without being sent.
 */
public final class CircuitBreakerProperties {

	/**
	 * Whether the worker has a circuit breaker, where Resilience4j is there.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Number of failures in a row that open the breaker.
	 */
	private @Nullable Integer failureThreshold;

	/**
	 * Time for which the breaker is open before a call or a heartbeat tries whether the
	 * worker is back.
	 */
	private @Nullable Duration waitDuration;

	/**
	 * Whether errors that functions answer with count as failures.
	 */
	private @Nullable Boolean recordRemoteErrors;

	/**
	 * Return whether the worker has a circuit breaker, where Resilience4j is there.
	 * @return whether it has
	 */
	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	/**
	 * Set whether the worker has a circuit breaker, where Resilience4j is there.
	 * @param enabled whether it has
	 */
	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	/**
	 * Return the number of failures in a row that open the breaker.
	 * @return the failure threshold
	 */
	public @Nullable Integer getFailureThreshold() {
		return this.failureThreshold;
	}

	/**
	 * Set the number of failures in a row that open the breaker.
	 * @param failureThreshold the failure threshold
	 */
	public void setFailureThreshold(@Nullable Integer failureThreshold) {
		this.failureThreshold = failureThreshold;
	}

	/**
	 * Return the time for which the breaker is open before a call or a heartbeat tries
	 * whether the worker is back.
	 * @return the wait duration
	 */
	public @Nullable Duration getWaitDuration() {
		return this.waitDuration;
	}

	/**
	 * Set the time for which the breaker is open before a call or a heartbeat tries
	 * whether the worker is back.
	 * @param waitDuration the wait duration
	 */
	public void setWaitDuration(@Nullable Duration waitDuration) {
		this.waitDuration = waitDuration;
	}

	/**
	 * Return whether errors that functions answer with count as failures.
	 * @return whether they count
	 */
	public @Nullable Boolean getRecordRemoteErrors() {
		return this.recordRemoteErrors;
	}

	/**
	 * Set whether errors that functions answer with count as failures.
	 * @param recordRemoteErrors whether they count
	 */
	public void setRecordRemoteErrors(@Nullable Boolean recordRemoteErrors) {
		this.recordRemoteErrors = recordRemoteErrors;
	}

}

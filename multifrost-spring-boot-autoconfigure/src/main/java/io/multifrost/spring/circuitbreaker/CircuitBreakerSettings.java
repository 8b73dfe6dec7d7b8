package io.multifrost.spring.circuitbreaker;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import org.springframework.util.Assert;

/**
 * When the circuit breaker of a worker opens, and for how long.
 *
 * @param failureThreshold how many failures in a row open it
 * @param waitDuration the time after which it is tried whether the worker is back
 * @param recordRemoteErrors whether an error that a function answers with is a failure
 */
public record CircuitBreakerSettings(int failureThreshold, Duration waitDuration, boolean recordRemoteErrors) {

	/**
	 * Opens after 5 failures in a row, for 5 s; errors of functions are no failures.
	 */
	public static final CircuitBreakerSettings DEFAULTS = new CircuitBreakerSettings(5, Duration.ofSeconds(5), false);

	/**
	 * Calls may take as long as their timeouts allow: none is a failure for being slow.
	 */
	private static final Duration NEVER_SLOW = Duration.ofDays(36_500);

	/**
	 * Check the values.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public CircuitBreakerSettings {
		Assert.isTrue(failureThreshold >= 1, () -> "failureThreshold must be at least 1, but is " + failureThreshold);
		Assert.isTrue(waitDuration.toMillis() >= 1, () -> "waitDuration must be at least 1 ms, but is " + waitDuration);
	}

	/**
	 * Say the same in the terms of Resilience4j: all of the last calls failed, and there
	 * were as many as the threshold.
	 */
	CircuitBreakerConfig toConfig() {
		return builder().build();
	}

	/**
	 * Say the same for one instance of several. One that has a permission may not make a
	 * call, where the instance is lost at that moment.
	 */
	CircuitBreakerConfig toInstanceConfig() {
		return builder().maxWaitDurationInHalfOpenState(this.waitDuration).build();
	}

	private CircuitBreakerConfig.Builder builder() {
		return CircuitBreakerConfig.custom()
			.slidingWindow(this.failureThreshold, this.failureThreshold, SlidingWindowType.COUNT_BASED)
			.failureRateThreshold(100)
			.slowCallDurationThreshold(NEVER_SLOW)
			.waitDurationInOpenState(this.waitDuration)
			.automaticTransitionFromOpenToHalfOpenEnabled(true)
			.permittedNumberOfCallsInHalfOpenState(1);
	}

}

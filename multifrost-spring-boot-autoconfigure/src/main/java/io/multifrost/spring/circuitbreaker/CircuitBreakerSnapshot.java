package io.multifrost.spring.circuitbreaker;

/**
 * The state of a circuit breaker at one moment.
 *
 * @param name the name of the breaker
 * @param state its state, for example {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}
 * @param failureRate how many of the calls that it remembers have failed, in percent; -1
 * if they are too few
 * @param remembered how many calls it remembers
 * @param failed how many of these have failed
 * @param refused how many calls it has refused since it was opened
 */
public record CircuitBreakerSnapshot(String name, String state, float failureRate, int remembered, int failed,
		long refused) {

	/**
	 * Return whether the breaker refuses calls.
	 * @return whether it does
	 */
	public boolean refuses() {
		return this.state.equals("OPEN") || this.state.equals("FORCED_OPEN");
	}

}

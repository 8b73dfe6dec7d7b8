package io.multifrost.spring.circuitbreaker;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of workers, whatever library they are of. Safe for use by several
 * threads.
 */
public interface CircuitBreakers {

	/**
	 * Return the state of a worker's breaker.
	 * @param worker the name of the worker
	 * @return its state at this moment, or {@code null} if the worker has no breaker
	 */
	@Nullable CircuitBreakerSnapshot snapshot(String worker);

	/**
	 * Close a worker's breaker and forget what it has counted.
	 * @param worker the name of the worker
	 * @return whether the worker has a breaker
	 */
	boolean reset(String worker);

	/**
	 * Tell of each change of state from now on, on the thread of the call that has caused
	 * it.
	 * @param listener is told, and must not block
	 */
	void onTransition(Consumer<CircuitBreakerTransition> listener);

}

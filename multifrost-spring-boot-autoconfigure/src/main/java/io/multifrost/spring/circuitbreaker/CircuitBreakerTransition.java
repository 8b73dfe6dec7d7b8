package io.multifrost.spring.circuitbreaker;

/**
 * A change of a circuit breaker's state.
 *
 * @param worker the name of the worker
 * @param from the state that it left
 * @param to the state that it is in now, for example {@code CLOSED}, {@code OPEN} or
 * {@code HALF_OPEN}
 */
public record CircuitBreakerTransition(String worker, String from, String to) {
}

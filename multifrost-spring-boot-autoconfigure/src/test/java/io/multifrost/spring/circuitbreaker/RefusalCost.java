package io.multifrost.spring.circuitbreaker;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.ParentWorker;

/**
 * Measures how long a call takes that an open circuit breaker refuses. Run by hand.
 */
public final class RefusalCost {

	private static final int CALLS = 200_000;

	private RefusalCost() {
	}

	public static void main(String[] args) {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		WorkerCircuitBreaker breaker = new WorkerCircuitBreaker("math", registry, CircuitBreakerSettings.DEFAULTS);
		registry.circuitBreaker("multifrost-math").transitionToForcedOpenState();
		ParentWorker math = ParentWorker.spawn("math").interceptor(breaker).build();
		for (int round = 1; round <= 6; round++) {
			int refused = 0;
			long began = System.nanoTime();
			for (int i = 0; i < CALLS; i++) {
				try {
					math.call("add", Long.class, 1, 2);
				}
				catch (WorkerUnavailableException ex) {
					refused++;
				}
			}
			long nanos = (System.nanoTime() - began) / CALLS;
			System.out.println("round " + round + ": " + nanos + " ns per call, " + refused + " refused");
		}
	}

}

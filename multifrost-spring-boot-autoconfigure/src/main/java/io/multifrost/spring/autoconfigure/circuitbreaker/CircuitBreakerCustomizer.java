package io.multifrost.spring.autoconfigure.circuitbreaker;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.spring.autoconfigure.ParentWorkerCustomizer;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentDefaults;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.autoconfigure.properties.ParentPropertyApplier;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSettings;
import io.multifrost.spring.circuitbreaker.InstanceCircuitBreakers;
import io.multifrost.spring.circuitbreaker.WorkerCircuitBreaker;

/**
 * Gives each worker its circuit breaker: inside all other interceptors, so that they see
 * the calls that it refuses. Comes last, since it has no order.
 */
record CircuitBreakerCustomizer(CircuitBreakerRegistry registry,
		MultifrostProperties properties) implements ParentWorkerCustomizer {

	@Override
	public void customize(String name, ParentWorkerBuilder builder) {
		ParentDefaults.CircuitBreaker defaults = this.properties.getDefaults().circuitBreaker();
		ParentProperties.CircuitBreaker own = this.properties.parent(name).circuitBreaker();
		if ((own.enabled() != null) ? own.enabled() : defaults.enabled()) {
			CircuitBreakerSettings settings = settings(name, defaults, own);
			InstanceCircuitBreakers instances = new InstanceCircuitBreakers(name, this.registry, settings);
			WorkerCircuitBreaker breaker = instances.ofWorker();
			builder.interceptor(breaker).listener(breaker);
			builder.interceptor(instances).listener(instances).permits(instances);
		}
	}

	private static CircuitBreakerSettings settings(String name, ParentDefaults.CircuitBreaker defaults,
			ParentProperties.CircuitBreaker own) {
		ParentPropertyApplier applier = new ParentPropertyApplier(name);
		CircuitBreakerSettings settings = CircuitBreakerSettings.DEFAULTS;
		settings = applier.change(settings, "circuit-breaker.failure-threshold", defaults.failureThreshold(),
				own.failureThreshold(), (old, threshold) -> new CircuitBreakerSettings(threshold, old.waitDuration(),
						old.recordRemoteErrors()));
		settings = applier.change(settings, "circuit-breaker.wait-duration", defaults.waitDuration(),
				own.waitDuration(),
				(old, wait) -> new CircuitBreakerSettings(old.failureThreshold(), wait, old.recordRemoteErrors()));
		return applier.change(settings, "circuit-breaker.record-remote-errors", defaults.recordRemoteErrors(),
				own.recordRemoteErrors(),
				(old, record) -> new CircuitBreakerSettings(old.failureThreshold(), old.waitDuration(), record));
	}

}

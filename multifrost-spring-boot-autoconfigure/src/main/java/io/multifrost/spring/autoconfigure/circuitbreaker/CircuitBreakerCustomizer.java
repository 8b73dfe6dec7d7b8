package io.multifrost.spring.autoconfigure.circuitbreaker;

import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.Ordered;

import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.spring.autoconfigure.ParentWorkerCustomizer;
import io.multifrost.spring.autoconfigure.properties.CircuitBreakerProperties;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSettings;
import io.multifrost.spring.circuitbreaker.WorkerCircuitBreaker;

/**
 * Gives each worker its circuit breaker: inside all other interceptors, so that they see
 * the calls that it refuses.
 */
class CircuitBreakerCustomizer implements ParentWorkerCustomizer, Ordered {

	private final CircuitBreakerRegistry registry;

	private final MultifrostProperties properties;

	CircuitBreakerCustomizer(CircuitBreakerRegistry registry, MultifrostProperties properties) {
		this.registry = registry;
		this.properties = properties;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(String name, ParentWorkerBuilder builder) {
		CircuitBreakerProperties defaults = this.properties.getDefaults().getCircuitBreaker();
		CircuitBreakerProperties own = this.properties.parent(name).getCircuitBreaker();
		boolean enabled = !Boolean.FALSE.equals((own.getEnabled() != null) ? own.getEnabled() : defaults.getEnabled());
		if (enabled) {
			CircuitBreakerSettings settings = apply("multifrost.defaults", defaults, CircuitBreakerSettings.DEFAULTS);
			settings = apply("multifrost.parents." + name, own, settings);
			WorkerCircuitBreaker breaker = new WorkerCircuitBreaker(name, this.registry, settings);
			builder.interceptor(breaker).listener(breaker);
		}
	}

	private static CircuitBreakerSettings apply(String prefix, CircuitBreakerProperties properties,
			CircuitBreakerSettings base) {
		String group = prefix + ".circuit-breaker.";
		CircuitBreakerSettings settings = apply(group + "failure-threshold", properties,
				CircuitBreakerProperties::getFailureThreshold, base,
				(current, threshold) -> new CircuitBreakerSettings(threshold, current.waitDuration(),
						current.recordRemoteErrors()));
		settings = apply(group + "wait-duration", properties, CircuitBreakerProperties::getWaitDuration, settings,
				(current, wait) -> new CircuitBreakerSettings(current.failureThreshold(), wait,
						current.recordRemoteErrors()));
		return apply(group + "record-remote-errors", properties, CircuitBreakerProperties::getRecordRemoteErrors,
				settings, (current, record) -> new CircuitBreakerSettings(current.failureThreshold(),
						current.waitDuration(), record));
	}

	private static <T> CircuitBreakerSettings apply(String property, CircuitBreakerProperties properties,
			Function<CircuitBreakerProperties, @Nullable T> getter, CircuitBreakerSettings settings,
			BiFunction<CircuitBreakerSettings, T, CircuitBreakerSettings> wither) {
		T value = getter.apply(properties);
		if (value == null) {
			return settings;
		}
		try {
			return wither.apply(settings, value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					Objects.requireNonNullElse(ex.getMessage(), "The value is out of range"));
		}
	}

}

package io.multifrost.spring.health;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.calls.Failures;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSnapshot;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;

/**
 * The health of one worker, as far as its parent knows it without asking: a health check
 * must not wait for a worker.
 */
class WorkerHealthIndicator extends AbstractHealthIndicator {

	private final ParentWorker worker;

	private final @Nullable CircuitBreakers breakers;

	private final boolean required;

	/**
	 * Create an indicator.
	 * @param worker the worker
	 * @param breakers the circuit breakers, or {@code null} if there are none
	 * @param required whether the application is ready only while the worker is
	 */
	WorkerHealthIndicator(ParentWorker worker, @Nullable CircuitBreakers breakers, boolean required) {
		this.worker = worker;
		this.breakers = breakers;
		this.required = required;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		WorkerSnapshot worker = this.worker.snapshot();
		CircuitBreakerSnapshot breaker = (this.breakers != null) ? this.breakers.snapshot(worker.name()) : null;
		builder.status(status(worker.state(), breaker))
			.withDetail("state", worker.state())
			.withDetail("mode", worker.mode())
			.withDetail("required", this.required)
			.withDetail("restarts", worker.restarts());
		if (worker.instances().size() == 1) {
			builder.withDetails(describe(worker.instances().get(0)));
		}
		else if (!worker.instances().isEmpty()) {
			builder.withDetail("instances", worker.instances().stream().map((instance) -> {
				Map<String, Object> details = new LinkedHashMap<>(Map.of("state", instance.state()));
				details.putAll(describe(instance));
				return details;
			}).toList());
		}
		PropertyMapper map = PropertyMapper.get();
		map.from(breaker).to((found) -> builder.withDetail("breaker", found.state()));
		map.from(worker.heartbeats()::lastAnswer).to((at) -> builder.withDetail("lastHeartbeat", at));
		map.from(worker::failure)
			.to((failure) -> builder.withDetail("lastError",
					Failures.firstLine(failure, failure.getClass().getName())));
	}

	private Status status(WorkerState state, @Nullable CircuitBreakerSnapshot breaker) {
		return switch (state) {
			case RUNNING -> (breaker != null && breaker.refuses()) ? Status.OUT_OF_SERVICE : Status.UP;
			case STARTING, RECOVERING, STOPPING, STOPPED -> Status.OUT_OF_SERVICE;
			// Nobody has asked for it yet, which is only wrong where it has to be there.
			case NEW -> this.required ? Status.OUT_OF_SERVICE : Status.UNKNOWN;
			case FAILED -> Status.DOWN;
		};
	}

	private static Map<String, Object> describe(InstanceSnapshot instance) {
		Map<String, Object> details = new LinkedHashMap<>();
		PropertyMapper map = PropertyMapper.get();
		map.from(instance::pid).to((pid) -> details.put("pid", pid));
		map.from(instance::endpoint).to((endpoint) -> details.put("endpoint", endpoint));
		map.from(instance::host).to((host) -> details.put("host", host));
		map.from(instance::zone).to((zone) -> details.put("zone", zone));
		map.from(instance::runningSince)
			.to((since) -> details.put("uptime", Duration.between(since, Instant.now()).withNanos(0)));
		return details;
	}

}

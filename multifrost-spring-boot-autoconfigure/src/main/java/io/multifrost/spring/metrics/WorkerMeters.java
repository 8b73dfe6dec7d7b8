package io.multifrost.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSnapshot;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;

/**
 * Registers what workers know of themselves, which is asked for when meters are read and
 * costs a call nothing.
 *
 * @param workers the workers
 * @param breakers their circuit breakers, or {@code null} if there are none
 * @param instances the meters of their instances
 */
public record WorkerMeters(ParentWorkers workers, @Nullable CircuitBreakers breakers,
		InstanceMeters instances) implements MeterBinder {

	private static final String[] BREAKER_STATES = { "CLOSED", "OPEN", "HALF_OPEN", "FORCED_OPEN", "DISABLED",
			"METRICS_ONLY" };

	@Override
	public void bindTo(MeterRegistry registry) {
		this.workers.stream().forEach((worker) -> {
			bind(worker, registry);
			this.instances.bind(worker, registry);
		});
		CircuitBreakers breakers = this.breakers;
		if (breakers != null) {
			this.workers.stream().forEach((worker) -> bind(worker.name(), breakers, registry));
			breakers.onTransition((transition) -> MeterName.BREAKER_TRANSITIONS
				.counter(registry, "worker", transition.worker(), "from", transition.from(), "to", transition.to())
				.increment());
		}
	}

	private static void bind(ParentWorker worker, MeterRegistry registry) {
		String name = worker.name();
		MeterName.CLIENT_IN_FLIGHT.gauge(registry, worker, (source) -> source.snapshot().inFlight(), "worker", name);
		MeterName.CLIENT_QUEUE.gauge(registry, worker, (source) -> source.snapshot().queued(), "worker", name);
		MeterName.CLIENT_QUEUE_MAX.gauge(registry, worker, (source) -> source.snapshot().maxQueued(), "worker", name);
		MeterName.WORKER_INSTANCES.gauge(registry, worker, WorkerMeters::running, "worker", name);
		MeterName.CLIENT_SENT.counter(registry, worker, (source) -> source.snapshot().bytesSent(), "worker", name);
		MeterName.CLIENT_RECEIVED.counter(registry, worker, (source) -> source.snapshot().bytesReceived(), "worker",
				name);
		MeterName.WORKER_RESTARTS.counter(registry, worker, (source) -> source.snapshot().restarts(), "worker", name);
		MeterName.HEARTBEAT_MISSED.counter(registry, worker, (source) -> source.snapshot().heartbeats().missed(),
				"worker", name);
		for (WorkerState state : WorkerState.values()) {
			MeterName.WORKER_STATE.gauge(registry, worker, (source) -> (source.state() == state) ? 1 : 0, "worker",
					name, "state", state.name());
		}
		for (String reason : worker.snapshot().dropped().keySet()) {
			MeterName.CLIENT_DROPPED.counter(registry, worker,
					(source) -> source.snapshot().dropped().getOrDefault(reason, 0L), "worker", name, "reason", reason);
		}
	}

	private static double running(ParentWorker worker) {
		return worker.snapshot()
			.instances()
			.stream()
			.filter((instance) -> instance.state() == WorkerState.RUNNING)
			.count();
	}

	private static void bind(String worker, CircuitBreakers breakers, MeterRegistry registry) {
		if (breakers.snapshot(worker) == null) {
			return;
		}
		for (String state : BREAKER_STATES) {
			MeterName.BREAKER_STATE.gauge(registry, breakers, (source) -> {
				CircuitBreakerSnapshot snapshot = source.snapshot(worker);
				return (snapshot != null && snapshot.state().equals(state)) ? 1 : 0;
			}, "worker", worker, "state", state);
		}
	}

}

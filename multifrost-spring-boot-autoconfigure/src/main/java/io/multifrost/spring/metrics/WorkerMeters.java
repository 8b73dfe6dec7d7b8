package io.multifrost.spring.metrics;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerSnapshot;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSnapshot;
import io.multifrost.spring.circuitbreaker.CircuitBreakerTransition;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;

/**
 * Registers what workers know of themselves, which is asked for when meters are read and
 * costs a call nothing.
 */
public final class WorkerMeters implements MeterBinder {

	private static final String[] BREAKER_STATES = { "CLOSED", "OPEN", "HALF_OPEN", "FORCED_OPEN", "DISABLED",
			"METRICS_ONLY" };

	private final ParentWorkers workers;

	private final @Nullable CircuitBreakers breakers;

	/**
	 * Create a binder.
	 * @param workers the workers
	 * @param breakers their circuit breakers, or {@code null} if there are none
	 */
	public WorkerMeters(ParentWorkers workers, @Nullable CircuitBreakers breakers) {
		this.workers = workers;
		this.breakers = breakers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.workers.stream().forEach((worker) -> bind(worker, registry));
		CircuitBreakers breakers = this.breakers;
		if (breakers != null) {
			this.workers.stream().forEach((worker) -> bind(worker.name(), breakers, registry));
			breakers.onTransition((transition) -> count(transition, registry));
		}
	}

	private static void bind(ParentWorker worker, MeterRegistry registry) {
		gauge(MeterName.CLIENT_IN_FLIGHT, worker, registry, "calls", WorkerSnapshot::inFlight);
		gauge(MeterName.CLIENT_QUEUE, worker, registry, "messages", WorkerSnapshot::queued);
		gauge(MeterName.CLIENT_QUEUE_MAX, worker, registry, "messages", WorkerSnapshot::maxQueued);
		gauge(MeterName.WORKER_INSTANCES, worker, registry, "instances",
				(snapshot) -> snapshot.instances()
					.stream()
					.filter((instance) -> instance.state() == WorkerState.RUNNING)
					.count());
		counter(MeterName.CLIENT_SENT, worker, registry, "bytes", WorkerSnapshot::bytesSent);
		counter(MeterName.CLIENT_RECEIVED, worker, registry, "bytes", WorkerSnapshot::bytesReceived);
		counter(MeterName.WORKER_RESTARTS, worker, registry, "restarts", WorkerSnapshot::restarts);
		counter(MeterName.HEARTBEAT_MISSED, worker, registry, "heartbeats",
				(snapshot) -> snapshot.heartbeats().missed());
		for (WorkerState state : WorkerState.values()) {
			MeterName.WORKER_STATE.gauge(worker, (source) -> (source.state() == state) ? 1 : 0)
				.tags("worker", worker.name(), "state", state.name())
				.register(registry);
		}
		for (String reason : worker.snapshot().dropped().keySet()) {
			MeterName.CLIENT_DROPPED.counter(worker, (source) -> source.snapshot().dropped().getOrDefault(reason, 0L))
				.baseUnit("messages")
				.tags("worker", worker.name(), "reason", reason)
				.register(registry);
		}
	}

	private static void gauge(MeterName name, ParentWorker worker, MeterRegistry registry, String unit,
			ToDoubleFunction<WorkerSnapshot> value) {
		name.gauge(worker, (source) -> value.applyAsDouble(source.snapshot()))
			.baseUnit(unit)
			.tag("worker", worker.name())
			.register(registry);
	}

	private static void counter(MeterName name, ParentWorker worker, MeterRegistry registry, String unit,
			ToDoubleFunction<WorkerSnapshot> value) {
		name.counter(worker, (source) -> value.applyAsDouble(source.snapshot()))
			.baseUnit(unit)
			.tag("worker", worker.name())
			.register(registry);
	}

	private static void bind(String worker, CircuitBreakers breakers, MeterRegistry registry) {
		if (breakers.snapshot(worker) == null) {
			return;
		}
		for (String state : BREAKER_STATES) {
			MeterName.BREAKER_STATE.gauge(breakers, (source) -> {
				CircuitBreakerSnapshot snapshot = source.snapshot(worker);
				return (snapshot != null && snapshot.state().equals(state)) ? 1 : 0;
			}).tags("worker", worker, "state", state).register(registry);
		}
	}

	private static void count(CircuitBreakerTransition transition, MeterRegistry registry) {
		Counter.builder(MeterName.BREAKER_TRANSITIONS.id())
			.description(MeterName.BREAKER_TRANSITIONS.description())
			.tags(Tags.of("worker", transition.worker(), "from", transition.from(), "to", transition.to()))
			.register(registry)
			.increment();
	}

}

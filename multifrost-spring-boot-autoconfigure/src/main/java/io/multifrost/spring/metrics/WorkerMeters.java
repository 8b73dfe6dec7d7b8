package io.multifrost.spring.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.ParentWorkersListener;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSnapshot;
import io.multifrost.spring.circuitbreaker.CircuitBreakers;

/**
 * Registers what workers know of themselves, which is asked for when meters are read and
 * costs a call nothing; also for workers that come and go while the application runs.
 */
public final class WorkerMeters implements MeterBinder, ParentWorkersListener {

	private static final String[] BREAKER_STATES = { "CLOSED", "OPEN", "HALF_OPEN", "FORCED_OPEN", "DISABLED",
			"METRICS_ONLY" };

	private final ParentWorkers workers;

	private final @Nullable CircuitBreakers breakers;

	private final InstanceMeters instances;

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	/**
	 * Create meters.
	 * @param workers the workers
	 * @param breakers their circuit breakers, or {@code null} if there are none
	 * @param instances the meters of their instances
	 */
	public WorkerMeters(ParentWorkers workers, @Nullable CircuitBreakers breakers, InstanceMeters instances) {
		this.workers = workers;
		this.breakers = breakers;
		this.instances = instances;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.workers.stream().forEach((worker) -> bindAll(worker, registry));
		if (this.breakers != null) {
			this.breakers.onTransition((transition) -> MeterName.BREAKER_TRANSITIONS
				.counter(registry, "worker", transition.worker(), "from", transition.from(), "to", transition.to())
				.increment());
		}
	}

	@Override
	public void onAdded(ParentWorker worker) {
		this.registries.forEach((registry) -> bindAll(worker, registry));
	}

	@Override
	public void onRemoved(ParentWorker worker) {
		for (MeterRegistry registry : this.registries) {
			registry.getMeters()
				.stream()
				.map(Meter::getId)
				.filter((id) -> id.getName().startsWith("multifrost.") && worker.name().equals(id.getTag("worker")))
				.forEach(registry::remove);
		}
	}

	private void bindAll(ParentWorker worker, MeterRegistry registry) {
		bind(worker, registry);
		this.instances.bind(worker, registry);
		if (this.breakers != null) {
			bind(worker.name(), this.breakers, registry);
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

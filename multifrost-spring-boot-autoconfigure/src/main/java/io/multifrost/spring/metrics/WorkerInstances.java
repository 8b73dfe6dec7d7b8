package io.multifrost.spring.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;

/**
 * The meters of the instances that one worker has at present, in one registry.
 */
final class WorkerInstances {

	private static final String UNKNOWN = "none";

	private final ParentWorker worker;

	private final MeterRegistry registry;

	/** By the numbers of the instances; guarded by this. */
	private final Map<Integer, Registered> registered = new HashMap<>();

	WorkerInstances(ParentWorker worker, MeterRegistry registry) {
		this.worker = worker;
		this.registry = registry;
	}

	/**
	 * Register meters for the instances that are new, and remove those of the ones that
	 * have gone. One without a connection keeps the host that it had.
	 */
	synchronized void refresh() {
		List<InstanceSnapshot> instances = this.worker.snapshot().instances();
		Set<Integer> numbers = instances.stream().map(InstanceSnapshot::number).collect(Collectors.toSet());
		List.copyOf(this.registered.keySet())
			.stream()
			.filter((number) -> !numbers.contains(number))
			.forEach(this::remove);
		instances.stream().filter((instance) -> instance.host() != null).forEach(this::register);
	}

	private void register(InstanceSnapshot instance) {
		int number = instance.number();
		Tags tags = Tags.of("worker", this.worker.name(), "number", Integer.toString(number), "host",
				Objects.requireNonNullElse(instance.host(), UNKNOWN), "zone",
				Objects.requireNonNullElse(instance.zone(), UNKNOWN));
		Registered before = this.registered.get(number);
		if (before != null && before.tags().equals(tags)) {
			return;
		}
		remove(number);
		this.registered.put(number,
				new Registered(tags,
						List.of(MeterName.INSTANCE_RUNNING.gauge(this.registry, this.worker,
								of(number, (each) -> (each.state() == WorkerState.RUNNING) ? 1 : 0), tags),
								MeterName.INSTANCE_IN_FLIGHT.gauge(this.registry, this.worker,
										of(number, InstanceSnapshot::inFlight), tags),
								MeterName.INSTANCE_CALLS.counter(this.registry, this.worker,
										of(number, InstanceSnapshot::calls), tags))));
	}

	private void remove(int number) {
		Registered before = this.registered.remove(number);
		if (before != null) {
			before.meters().forEach(this.registry::remove);
		}
	}

	private static ToDoubleFunction<ParentWorker> of(int number, ToDoubleFunction<InstanceSnapshot> value) {
		return (worker) -> worker.snapshot()
			.instances()
			.stream()
			.filter((instance) -> instance.number() == number)
			.mapToDouble(value)
			.sum();
	}

	/**
	 * The meters of one instance.
	 *
	 * @param tags tell which one it is
	 * @param meters its meters
	 */
	private record Registered(Tags tags, List<Meter> meters) {
	}

}

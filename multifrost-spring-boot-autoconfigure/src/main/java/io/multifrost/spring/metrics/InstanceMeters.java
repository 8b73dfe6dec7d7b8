package io.multifrost.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkersListener;

/**
 * The meters of the instances of workers. Instances come and go, and so do their meters:
 * they are compared whenever something happens to a worker, such as the answer to a
 * heartbeat.
 */
public final class InstanceMeters implements ParentWorkerListener, ParentWorkersListener {

	private final Map<String, List<WorkerInstances>> workers = new ConcurrentHashMap<>();

	void bind(ParentWorker worker, MeterRegistry registry) {
		WorkerInstances instances = new WorkerInstances(worker, registry);
		this.workers.computeIfAbsent(worker.name(), (name) -> new CopyOnWriteArrayList<>()).add(instances);
		instances.refresh();
	}

	@Override
	public void onRemoved(ParentWorker worker) {
		this.workers.remove(worker.name());
	}

	@Override
	public void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
		refresh(worker);
	}

	@Override
	public void onConnect(WorkerInstance instance) {
		refresh(instance.worker());
	}

	@Override
	public void onDisconnect(WorkerInstance instance) {
		refresh(instance.worker());
	}

	@Override
	public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
		refresh(instance.worker());
	}

	private void refresh(String worker) {
		this.workers.getOrDefault(worker, List.of()).forEach(WorkerInstances::refresh);
	}

}

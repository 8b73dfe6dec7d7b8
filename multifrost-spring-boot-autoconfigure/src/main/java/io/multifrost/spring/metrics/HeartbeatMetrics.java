package io.multifrost.spring.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerInstance;

/**
 * Times the round trips of heartbeats.
 */
public final class HeartbeatMetrics implements ParentWorkerListener {

	private final MeterRegistry registry;

	/**
	 * Create a listener.
	 * @param registry where the meters are registered
	 */
	public HeartbeatMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
		Timer.builder(MeterName.HEARTBEAT_ROUND_TRIP.id())
			.description(MeterName.HEARTBEAT_ROUND_TRIP.description())
			.tag("worker", instance.worker())
			.register(this.registry)
			.record(roundTrip);
	}

}

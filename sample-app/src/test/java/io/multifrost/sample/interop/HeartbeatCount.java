package io.multifrost.sample.interop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerInstance;

/**
 * Counts the heartbeats that were answered.
 */
final class HeartbeatCount implements ParentWorkerListener {

	private final AtomicInteger answered = new AtomicInteger();

	int answered() {
		return this.answered.get();
	}

	@Override
	public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
		if (!roundTrip.isNegative() && !roundTrip.isZero()) {
			this.answered.incrementAndGet();
		}
	}

}

package io.multifrost.internal.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.DropCounts;
import io.multifrost.parent.WorkerSnapshot.HeartbeatSnapshot;

/**
 * What is counted of a worker over all its instances and restarts. Safe for use by
 * several threads.
 */
public final class WorkerStatistics {

	private final LongAdder bytesSent = new LongAdder();

	private final LongAdder bytesReceived = new LongAdder();

	private final AtomicInteger maxQueued = new AtomicInteger();

	private final DropCounts drops = new DropCounts();

	private final LongAdder heartbeatsSent = new LongAdder();

	private final LongAdder heartbeatsMissed = new LongAdder();

	private volatile @Nullable RoundTrips roundTrips;

	void sent(int bytes) {
		this.bytesSent.add(bytes);
	}

	void received(int bytes) {
		this.bytesReceived.add(bytes);
	}

	void queued(int messages) {
		if (messages > this.maxQueued.get()) {
			this.maxQueued.accumulateAndGet(messages, Math::max);
		}
	}

	void heartbeatSent() {
		this.heartbeatsSent.increment();
	}

	void heartbeatMissed() {
		this.heartbeatsMissed.increment();
	}

	synchronized void heartbeatAnswered(Duration roundTrip) {
		long nanos = roundTrip.toNanos();
		RoundTrips before = this.roundTrips;
		this.roundTrips = (before != null)
				? new RoundTrips(Instant.now(), before.count + 1, nanos, Math.min(before.minimum, nanos),
						before.total + nanos, Math.max(before.maximum, nanos))
				: new RoundTrips(Instant.now(), 1, nanos, nanos, nanos, nanos);
	}

	public long bytesSent() {
		return this.bytesSent.sum();
	}

	public long bytesReceived() {
		return this.bytesReceived.sum();
	}

	public int maxQueued() {
		return this.maxQueued.get();
	}

	DropCounts drops() {
		return this.drops;
	}

	public Map<String, Long> dropped() {
		return this.drops.asMap();
	}

	public HeartbeatSnapshot heartbeats() {
		RoundTrips trips = this.roundTrips;
		long sent = this.heartbeatsSent.sum();
		long missed = this.heartbeatsMissed.sum();
		if (trips == null) {
			return new HeartbeatSnapshot(sent, 0, missed, null, null, null, null, null);
		}
		return new HeartbeatSnapshot(sent, trips.count, missed, trips.at, Duration.ofNanos(trips.last),
				Duration.ofNanos(trips.minimum), Duration.ofNanos(trips.total / trips.count),
				Duration.ofNanos(trips.maximum));
	}

	/** Times in nanoseconds. */
	private record RoundTrips(Instant at, long count, long last, long minimum, long total, long maximum) {
	}

}

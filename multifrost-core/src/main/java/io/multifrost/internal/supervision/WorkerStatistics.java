package io.multifrost.internal.supervision;

import java.time.Duration;
import java.time.Instant;
import java.util.LongSummaryStatistics;
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

	/** In nanoseconds. */
	private final LongSummaryStatistics roundTrips = new LongSummaryStatistics();

	private long lastRoundTrip;

	private @Nullable Instant answeredAt;

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
		this.lastRoundTrip = roundTrip.toNanos();
		this.roundTrips.accept(this.lastRoundTrip);
		this.answeredAt = Instant.now();
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

	public DropCounts drops() {
		return this.drops;
	}

	public synchronized HeartbeatSnapshot heartbeats() {
		long sent = this.heartbeatsSent.sum();
		long missed = this.heartbeatsMissed.sum();
		LongSummaryStatistics trips = this.roundTrips;
		if (trips.getCount() == 0) {
			return new HeartbeatSnapshot(sent, 0, missed, null, null, null, null, null);
		}
		return new HeartbeatSnapshot(sent, trips.getCount(), missed, this.answeredAt,
				Duration.ofNanos(this.lastRoundTrip), Duration.ofNanos(trips.getMin()),
				Duration.ofNanos(trips.getSum() / trips.getCount()), Duration.ofNanos(trips.getMax()));
	}

}

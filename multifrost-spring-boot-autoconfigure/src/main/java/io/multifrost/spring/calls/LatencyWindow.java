package io.multifrost.spring.calls;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The durations of the calls of about the last minute, to 1 %. They are kept in slots of
 * ten seconds, which are dropped when they are older than that. Safe for use by several
 * threads; recording does not block.
 */
final class LatencyWindow {

	static final Duration LENGTH = Duration.ofMinutes(1);

	private static final long SLOT = Duration.ofSeconds(10).toNanos();

	private static final int DIGITS = 2;

	private static final long LONGEST = Duration.ofHours(1).toNanos();

	private final Recorder recorder = new Recorder(DIGITS);

	private final Deque<Slot> slots = new ArrayDeque<>();

	private final LongSupplier clock;

	private volatile long slotBegan;

	/**
	 * Create a window.
	 * @param clock tells the present time in nanoseconds
	 */
	LatencyWindow(LongSupplier clock) {
		this.clock = clock;
		this.slotBegan = clock.getAsLong();
	}

	/**
	 * Record a duration.
	 * @param nanos the duration
	 */
	void record(long nanos) {
		long now = this.clock.getAsLong();
		if (now - this.slotBegan > SLOT) {
			// What was recorded before must not count as recent when it is read.
			turn(now);
		}
		this.recorder.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
	}

	/**
	 * Move what was recorded to the slot in which it was, begin a slot if it is time, and
	 * drop those that are old.
	 */
	private synchronized void turn(long now) {
		Histogram recorded = this.recorder.getIntervalHistogram();
		if (recorded.getTotalCount() > 0) {
			Slot last = this.slots.peekLast();
			if (last != null && last.began == this.slotBegan) {
				last.histogram.add(recorded);
			}
			else {
				this.slots.addLast(new Slot(this.slotBegan, recorded));
			}
		}
		if (now - this.slotBegan > SLOT) {
			this.slotBegan = now;
		}
		this.slots.removeIf((slot) -> now - slot.began > LENGTH.toNanos() + SLOT);
	}

	/**
	 * Describe the window.
	 * @return the figures, or {@code null} if there was no call
	 */
	synchronized @Nullable LatencyDescriptor describe() {
		turn(this.clock.getAsLong());
		Histogram all = new Histogram(DIGITS);
		this.slots.forEach((slot) -> all.add(slot.histogram));
		return (all.getTotalCount() > 0) ? LatencyDescriptor.of(all) : null;
	}

	private record Slot(long began, Histogram histogram) {
	}

}

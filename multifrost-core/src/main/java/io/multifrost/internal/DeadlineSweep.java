package io.multifrost.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

/**
 * Ends calls at their deadlines with one timer for a whole table instead of one for each
 * call. Most calls are answered long before; so the timer is set for the earliest
 * deadline known, and when it fires, one look through the table ends what is due and
 * finds the next. Safe for use by any thread.
 */
public final class DeadlineSweep {

	/** The time between two looks, so that many deadlines close together share one. */
	private static final long GRANULARITY_NANOS = Duration.ofMillis(2).toNanos();

	private static final long NEVER = Long.MAX_VALUE;

	private final Timers timers;

	private final LongUnaryOperator expire;

	private final long origin = System.nanoTime();

	/** When the next look is due, in nanoseconds since the origin. */
	private final AtomicLong due = new AtomicLong(NEVER);

	/**
	 * Create a sweep.
	 * @param timers runs a task after a time
	 * @param expire ends what is due at a time and returns the nanoseconds until the next
	 */
	public DeadlineSweep(Timers timers, LongUnaryOperator expire) {
		this.timers = timers;
		this.expire = expire;
	}

	/**
	 * Make sure that there is a look at the deadline of a call.
	 * @param left the nanoseconds that a call has left which is in the table already,
	 * {@code Long.MAX_VALUE} if it has no deadline
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 */
	public void ensureWithin(long left, long now) {
		if (left != NEVER) {
			lookAt(after(left, now), now);
		}
	}

	/**
	 * Return a time after now, at most the 146 years that cannot overflow.
	 */
	private long after(long nanos, long now) {
		return now - this.origin + Math.max(0, Math.min(nanos, NEVER / 2));
	}

	private void lookAt(long time, long now) {
		long current = this.due.get();
		while (time < current) {
			if (this.due.compareAndSet(current, time)) {
				this.timers.schedule(Duration.ofNanos(Math.max(0, time - (now - this.origin))), () -> look(time));
				return;
			}
			current = this.due.get();
		}
	}

	private void look(long time) {
		if (!this.due.compareAndSet(time, NEVER)) {
			// An earlier look was set after this one.
			return;
		}
		long now = System.nanoTime();
		long next = this.expire.applyAsLong(now);
		if (next != NEVER) {
			lookAt(after(Math.max(next, GRANULARITY_NANOS), now), now);
		}
	}

	/**
	 * Runs a task after a time.
	 */
	@FunctionalInterface
	public interface Timers {

		/**
		 * Run a task after a time.
		 * @param delay the time to wait
		 * @param task a task that does not block
		 */
		void schedule(Duration delay, Runnable task);

	}

}

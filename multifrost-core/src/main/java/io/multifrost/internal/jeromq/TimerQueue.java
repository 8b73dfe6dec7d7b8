package io.multifrost.internal.jeromq;

import java.time.Duration;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * The timers of one loop, touched by its thread alone. There are a few for each worker,
 * none for a call.
 */
final class TimerQueue {

	/**
	 * Times are compared by their difference, which must not overflow; and who waits
	 * longer waits for ever.
	 */
	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final PriorityQueue<IoTimer> timers = new PriorityQueue<>();

	/**
	 * Return when a timer is due.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @param delay the time to wait, of any length
	 * @param slack how much later it may be due, together with others
	 * @return the time at which it is due
	 */
	static long due(long now, Duration delay, Duration slack) {
		if (delay.isNegative()) {
			return now;
		}
		long due = now + nanos(delay);
		// Times that differ by less than the slack are rounded up to one.
		return slack.isZero() ? due : due + Math.floorMod(-due, nanos(slack));
	}

	private static long nanos(Duration time) {
		return ((time.compareTo(LONGEST) > 0) ? LONGEST : time).toNanos();
	}

	void add(IoTimer timer) {
		this.timers.add(timer);
	}

	/**
	 * Return how long the loop may sleep.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds until the next timer, 0 if one is due, -1 if there is none
	 */
	long nanosUntilNext(long now) {
		dropCancelled();
		IoTimer next = this.timers.peek();
		return (next != null) ? Math.max(0, next.dueNanos() - now) : -1;
	}

	/**
	 * Take a timer that is due.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return the timer, or {@code null} if none is due
	 */
	@Nullable IoTimer pollDue(long now) {
		dropCancelled();
		IoTimer next = this.timers.peek();
		return (next != null && next.dueNanos() - now <= 0) ? this.timers.poll() : null;
	}

	private void dropCancelled() {
		IoTimer next = this.timers.peek();
		while (next != null && next.isCancelled()) {
			this.timers.remove();
			next = this.timers.peek();
		}
	}

}

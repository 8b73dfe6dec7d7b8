package io.multifrost.internal.serving;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.Message.Call;

/**
 * Until when a call is worth running. Fixed when the call arrives, so that a clock that
 * is set meanwhile does no harm.
 *
 * @param instant the time by this machine's clock
 * @param dueNanos the same in the terms of {@link System#nanoTime()}
 */
record CallDeadline(Instant instant, long dueNanos) {

	/** A century and a half, of which a long holds the nanoseconds twice. */
	private static final double MAX_SECONDS = Long.MAX_VALUE / 2 / 1e9;

	/**
	 * Read the deadline of a call that has just arrived.
	 * @param call the call
	 * @param sameClock whether its parent runs on this machine. If not, its clock may say
	 * something else, and the time that it gave the call when it was sent counts from now
	 * @return the deadline, or {@code null} if the call has none
	 */
	static @Nullable CallDeadline of(Call call, boolean sameClock) {
		double deadline = call.deadline();
		if (Double.isNaN(deadline)) {
			return null;
		}
		long nanos = System.nanoTime();
		double now = System.currentTimeMillis() / 1000.0;
		double given = deadline - call.timestamp();
		double left = (sameClock || Double.isNaN(given)) ? deadline - now : given;
		double bounded = Math.max(-MAX_SECONDS, Math.min(left, MAX_SECONDS));
		return new CallDeadline(Instant.ofEpochMilli(Math.round((now + bounded) * 1000)),
				nanos + (long) (bounded * TimeUnit.SECONDS.toNanos(1)));
	}

	/**
	 * Return how long the call may still take.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds, not positive if its time is over
	 */
	long nanosLeft(long now) {
		return this.dueNanos - now;
	}

}

package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.IoTimer;
import io.multifrost.parent.Recycling;

/**
 * How much one life of a worker has done, and whether that is enough. Safe for use by any
 * thread.
 */
final class RecyclingWatch {

	/** Takes off up to this share, so that instances are not replaced together. */
	private static final double JITTER = 0.1;

	private final Recycling recycling;

	private final IoLoop loop;

	private final Runnable onDue;

	private final AtomicLong calls = new AtomicLong();

	/** The number of the call with which the life is to be replaced. */
	private volatile long lastCall = Long.MAX_VALUE;

	private @Nullable IoTimer ageTimer;

	private final AtomicBoolean due = new AtomicBoolean();

	private boolean over;

	/**
	 * Prepare to count.
	 * @param recycling what is enough
	 * @param loop runs the timer
	 * @param onDue told when it is reached, on the thread that gives the last call, or on
	 * the I/O thread
	 */
	RecyclingWatch(Recycling recycling, IoLoop loop, Runnable onDue) {
		this.recycling = recycling;
		this.loop = loop;
		this.onDue = onDue;
	}

	/**
	 * Return how many calls the life was given.
	 */
	long calls() {
		return this.calls.get();
	}

	/**
	 * The life was given a call.
	 */
	void onCall() {
		tellOnce(this.calls.incrementAndGet());
	}

	/**
	 * Callers overtake each other, and may do so while the last call is being set: what
	 * has passed it counts as well.
	 */
	private void tellOnce(long calls) {
		if (calls >= this.lastCall && this.due.compareAndSet(false, true)) {
			this.onDue.run();
		}
	}

	/**
	 * Tell when the life is to be replaced, counted from now on.
	 */
	void watch() {
		double share = 1 - JITTER * ThreadLocalRandom.current().nextDouble();
		if (this.recycling.maxCalls() > 0) {
			long before = this.calls.get();
			this.due.set(false);
			this.lastCall = before + Math.max(1, (long) (this.recycling.maxCalls() * share));
			tellOnce(this.calls.get());
		}
		if (!this.recycling.maxAge().isZero()) {
			watchAge(Duration.ofNanos((long) (TimeUnit.NANOSECONDS.convert(this.recycling.maxAge()) * share)));
		}
	}

	private synchronized void watchAge(Duration age) {
		if (!this.over) {
			cancelTimer();
			this.ageTimer = this.loop.schedule(age, this.onDue);
		}
	}

	/**
	 * The life is over. An age may be long, and its timer would keep the life in memory.
	 */
	synchronized void stop() {
		this.over = true;
		cancelTimer();
	}

	private void cancelTimer() {
		if (this.ageTimer != null) {
			this.ageTimer.cancel();
		}
	}

}

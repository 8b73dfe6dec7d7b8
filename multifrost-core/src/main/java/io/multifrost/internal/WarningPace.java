package io.multifrost.internal;

import java.time.Duration;

/**
 * Keeps a warning about what strangers can cause as often as they like from filling the
 * log. Used on one thread.
 */
public final class WarningPace {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private int count;

	private long warnedNanos = System.nanoTime() - INTERVAL.toNanos();

	/**
	 * Count what is to be warned of.
	 * @param times how often it has happened
	 * @return how often since the last warning, or 0 if it is too soon for another one
	 */
	public int add(int times) {
		this.count += times;
		long now = System.nanoTime();
		if (now - this.warnedNanos <= INTERVAL.toNanos()) {
			return 0;
		}
		int due = this.count;
		this.count = 0;
		this.warnedNanos = now;
		return due;
	}

}

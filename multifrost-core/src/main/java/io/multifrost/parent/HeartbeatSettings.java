package io.multifrost.parent;

import java.time.Duration;

/**
 * How a parent finds out that a worker no longer answers.
 *
 * @param interval the time between two heartbeats, of which each may be late by a
 * twentieth of it, so that those of many workers fall together; zero sends none
 * @param timeout how long the answer to a heartbeat may take
 * @param maxMisses how many answers in a row may be missing before the worker counts as
 * unresponsive
 */
public record HeartbeatSettings(Duration interval, Duration timeout, int maxMisses) {

	/**
	 * A heartbeat every 5 s, 3 s to answer it, 3 misses: what all implementations of the
	 * protocol use.
	 */
	public static final HeartbeatSettings DEFAULTS = new HeartbeatSettings(Duration.ofSeconds(5), Duration.ofSeconds(3),
			3);

	/**
	 * Check the values.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public HeartbeatSettings {
		if (interval.isNegative()) {
			throw new IllegalArgumentException("heartbeat interval must not be negative, but is " + interval);
		}
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("heartbeat timeout must be positive, but is " + timeout);
		}
		if (maxMisses < 1) {
			throw new IllegalArgumentException("heartbeat maxMisses must be at least 1, but is " + maxMisses);
		}
	}

}

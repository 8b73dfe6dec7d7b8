package io.multifrost.parent;

import java.time.Duration;

/**
 * When a process that works well is replaced by a new one all the same, for example
 * because it leaks memory. The replacement is ready before the old process gets no more
 * calls, and the old one finishes those that it has.
 *
 * @param maxCalls after how many calls, of which chance takes off up to a tenth so that
 * instances are not replaced together; zero for any number
 * @param maxAge after which time, of which chance takes off up to a tenth; zero for any
 * age
 */
public record Recycling(long maxCalls, Duration maxAge) {

	/**
	 * A process is kept as long as it works.
	 */
	public static final Recycling NONE = new Recycling(0, Duration.ZERO);

	/**
	 * Check the values.
	 * @throws IllegalArgumentException if one is negative
	 */
	public Recycling {
		if (maxCalls < 0) {
			throw new IllegalArgumentException("maxCalls must not be negative, but is " + maxCalls);
		}
		if (maxAge.isNegative()) {
			throw new IllegalArgumentException("maxAge must not be negative, but is " + maxAge);
		}
	}

}

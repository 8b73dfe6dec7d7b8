package io.multifrost.parent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * How often, and how soon, a worker that died is started again. Immutable; decides
 * without a clock or a random generator of its own.
 * <p>
 * Within any window of time only so many attempts are made; the time before an attempt
 * doubles with each, so that a worker that dies at once does not keep the machine busy; a
 * worker that ran stably for a while begins with a clean record.
 *
 * @param maxAttempts how many attempts are made within the window before the worker is
 * given up
 * @param window the time within which attempts count
 * @param initialBackoff the time before the first attempt
 * @param maxBackoff the longest time before an attempt
 * @param jitter the share of that time, from 0 to 1, which chance takes off, so that
 * workers that died together do not start together
 * @param stableUptime how long a worker has to run for its earlier attempts to be
 * forgiven
 */
public record RestartPolicy(int maxAttempts, Duration window, Duration initialBackoff, Duration maxBackoff,
		double jitter, Duration stableUptime) {

	/**
	 * At most 5 attempts within 60 s, after 100 ms first and never more than 10 s, with a
	 * jitter of 0.2; forgiven after 30 s.
	 */
	public static final RestartPolicy DEFAULTS = new RestartPolicy(5, Duration.ofSeconds(60), Duration.ofMillis(100),
			Duration.ofSeconds(10), 0.2, Duration.ofSeconds(30));

	/**
	 * Check the values.
	 * @throws IllegalArgumentException if one is out of range
	 */
	public RestartPolicy {
		check(maxAttempts >= 1, "maxAttempts must be at least 1, but is " + maxAttempts);
		check(isPositive(window), "window must be positive, but is " + window);
		check(isPositive(initialBackoff), "initialBackoff must be positive, but is " + initialBackoff);
		check(maxBackoff.compareTo(initialBackoff) >= 0, "maxBackoff must not be less than initialBackoff, which is "
				+ initialBackoff + ", but is " + maxBackoff);
		check(jitter >= 0 && jitter <= 1, "jitter must be from 0 to 1, but is " + jitter);
		check(!stableUptime.isNegative(), "stableUptime must not be negative, but is " + stableUptime);
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

	private static void check(boolean valid, String problem) {
		if (!valid) {
			throw new IllegalArgumentException("Restart policy: " + problem);
		}
	}

	/**
	 * Return whether attempts are made without end.
	 * @return whether the worker is never given up
	 */
	public boolean isEndless() {
		return this.maxAttempts == Integer.MAX_VALUE;
	}

	/**
	 * Decide about the next attempt.
	 * @param attempts how many attempts were made within the window
	 * @param random a number from 0 to 1, excluding 1, that chance has chosen
	 * @return the time before the next attempt, or {@code null} if there is to be none
	 */
	public @Nullable Duration backoff(int attempts, double random) {
		if (attempts >= this.maxAttempts) {
			return null;
		}
		double doubled = TimeUnit.NANOSECONDS.convert(this.initialBackoff) * Math.pow(2, attempts);
		double bounded = Math.min(doubled, TimeUnit.NANOSECONDS.convert(this.maxBackoff));
		return Duration.ofNanos((long) (bounded * (1 - this.jitter * random)));
	}

}

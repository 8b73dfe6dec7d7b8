package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.RestartPolicy;

/**
 * Counts the attempts to bring one instance of a worker back. Not safe for use by several
 * threads.
 */
public final class RestartHistory {

	/**
	 * What a service that runs by itself is looked for with: without end, at a steady
	 * pace.
	 */
	public static final RestartPolicy RECONNECT = new RestartPolicy(Integer.MAX_VALUE, Duration.ofSeconds(60),
			Duration.ofMillis(100), Duration.ofMillis(100), 0, Duration.ZERO);

	private final RestartPolicy policy;

	private final LongSupplier clock;

	private final DoubleSupplier random;

	/** When each attempt was decided on, in nanoseconds, the oldest first. */
	private final Deque<Long> attempts = new ArrayDeque<>();

	/**
	 * Create a history.
	 * @param policy decides
	 * @param clock the time in nanoseconds, as {@link System#nanoTime()} gives it
	 * @param random numbers from 0 to 1, excluding 1
	 */
	public RestartHistory(RestartPolicy policy, LongSupplier clock, DoubleSupplier random) {
		this.policy = policy;
		this.clock = clock;
		this.random = random;
	}

	static RestartHistory of(RestartPolicy policy) {
		return new RestartHistory(policy, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
	}

	/**
	 * The instance was lost.
	 * @param uptime how long it had been running
	 */
	public void lost(Duration uptime) {
		if (uptime.compareTo(this.policy.stableUptime()) >= 0) {
			this.attempts.clear();
		}
	}

	/**
	 * Decide about the next attempt, and count it.
	 * @return the time before it, or {@code null} if the instance is to be given up
	 */
	@Nullable Duration next() {
		long now = this.clock.getAsLong();
		long window = TimeUnit.NANOSECONDS.convert(this.policy.window());
		while (!this.attempts.isEmpty() && now - this.attempts.getFirst() > window) {
			this.attempts.removeFirst();
		}
		Duration backoff = this.policy.backoff(this.attempts.size(), this.random.getAsDouble());
		if (backoff != null && !this.policy.equals(RECONNECT)) {
			this.attempts.addLast(now);
		}
		return backoff;
	}

	/**
	 * Return how many attempts count at present.
	 * @return the number of attempts
	 */
	public int attempts() {
		return this.attempts.size();
	}

	/**
	 * Begin with a clean record.
	 */
	void reset() {
		this.attempts.clear();
	}

	RestartPolicy policy() {
		return this.policy;
	}

}

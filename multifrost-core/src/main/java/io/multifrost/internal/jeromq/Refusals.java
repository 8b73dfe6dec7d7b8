package io.multifrost.internal.jeromq;

import java.time.Duration;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.DropReason;

/**
 * The connections that a link has refused: each is counted, and those beyond its limit
 * are warned of now and then. Runs on the I/O thread.
 */
final class Refusals {

	private static final Logger logger = BackgroundLogger.of(Refusals.class);

	private static final Duration WARN_INTERVAL = Duration.ofSeconds(10);

	private final int limit;

	private final Object owner;

	private final LinkListener listener;

	/** How many were refused since that was warned of, and when it was. */
	private int unwarned;

	private long warnedNanos = System.nanoTime() - WARN_INTERVAL.toNanos();

	/**
	 * Create a count.
	 * @param limit how many connections there may be
	 * @param owner the link, for the log
	 * @param listener told of each one
	 */
	Refusals(int limit, Object owner, LinkListener listener) {
		this.limit = limit;
		this.owner = owner;
		this.listener = listener;
	}

	void strangers(int count) {
		tell(DropReason.STRANGER, count);
	}

	void beyondLimit(int count) {
		tell(DropReason.CONNECTION_LIMIT, count);
		this.unwarned += count;
		long now = System.nanoTime();
		if (now - this.warnedNanos > WARN_INTERVAL.toNanos()) {
			logger.warn("{} has {} connections, which is its limit: {} were closed since the last such message",
					this.owner, this.limit, this.unwarned);
			this.warnedNanos = now;
			this.unwarned = 0;
		}
	}

	private void tell(DropReason reason, int count) {
		for (int i = 0; i < count; i++) {
			this.listener.onDropped(reason);
		}
	}

}

package io.multifrost.internal.call;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;

/**
 * Says of each function of a worker once that a call of it waits for long and would wait
 * for ever, as nobody has said how long it may take.
 */
final class LimitAdvice {

	private static final Duration AFTER = Duration.ofSeconds(30);

	static final long AFTER_NANOS = AFTER.toNanos();

	private static final Logger logger = BackgroundLogger.of(LimitAdvice.class);

	/** Callers can make up names without end. */
	private static final int MOST = 1000;

	private final String worker;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	LimitAdvice(String worker) {
		this.worker = worker;
	}

	/**
	 * Say it where it is time, unless it was said before. Returns at once.
	 * @param waited how long a call has waited, in nanoseconds
	 * @param function what it calls
	 * @return nanoseconds until it is time, {@code Long.MAX_VALUE} if there is nothing
	 * more to say
	 */
	long giveAfter(long waited, String function) {
		if (this.told.contains(function) || this.told.size() >= MOST) {
			return Long.MAX_VALUE;
		}
		if (waited < AFTER_NANOS) {
			return AFTER_NANOS - waited;
		}
		if (this.told.add(function)) {
			logger.warn("[{}] Function '{}' has not answered for {} s, and nothing limits how long its caller waits: "
					+ "set multifrost.parents.{}.call-timeout (or multifrost.defaults.call-timeout, or callTimeout of "
					+ "the builder), or the timeout of the client's method; 0 says that none is wanted", this.worker,
					function, AFTER.toSeconds(), this.worker);
		}
		return Long.MAX_VALUE;
	}

}

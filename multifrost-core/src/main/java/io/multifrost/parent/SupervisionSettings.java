package io.multifrost.parent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the instances of a worker are kept running.
 *
 * @param instances how many there are
 * @param restartPolicy how a spawned process that died is restarted, or {@code null} if
 * it is not
 * @param recoveryWait how long a call waits for a lost worker at most
 * @param recycling when a process that works well is replaced
 * @param drainTimeout how long a replaced process may take to finish its calls
 */
record SupervisionSettings(int instances, @Nullable RestartPolicy restartPolicy, Duration recoveryWait,
		Recycling recycling, Duration drainTimeout) {

	/**
	 * A wait that a call's own timeout ends, if anything; still fits into nanoseconds.
	 */
	static final Duration WITHOUT_END = Duration.ofDays(36_500);

}

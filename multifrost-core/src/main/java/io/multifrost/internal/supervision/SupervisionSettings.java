package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.Recycling;
import io.multifrost.parent.RestartPolicy;

/**
 * How the instances of a worker are kept running.
 *
 * @param instances how many there are, or connections to each where they come and go by
 * themselves
 * @param restartPolicy how a spawned process that died is restarted, or {@code null} if
 * it is not
 * @param recycling when a process that works well is replaced
 * @param drainTimeout how long a replaced process may take to finish its calls
 * @param zone where this parent is, or {@code null} if that is not known: instances in
 * the same zone are preferred
 * @param permits asked with the address of an instance that comes and goes whether it is
 * given a call
 */
public record SupervisionSettings(int instances, @Nullable RestartPolicy restartPolicy, Recycling recycling,
		Duration drainTimeout, @Nullable String zone, Predicate<String> permits) {
}

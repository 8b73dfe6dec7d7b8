package io.multifrost.parent;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the heartbeats of a worker have shown since it was built, over all its instances
 * and restarts.
 *
 * @param sent how many heartbeats were sent
 * @param answered how many of them were answered
 * @param missed how many were not answered in time while no call kept the worker busy
 * @param lastAnswer when the last answer came, or {@code null} if none has
 * @param last the round trip of the last answer, or {@code null}
 * @param minimum the shortest round trip, or {@code null}
 * @param average the mean of all round trips, or {@code null}
 * @param maximum the longest round trip, or {@code null}
 */
public record HeartbeatSnapshot(long sent, long answered, long missed, @Nullable Instant lastAnswer,
		@Nullable Duration last, @Nullable Duration minimum, @Nullable Duration average, @Nullable Duration maximum) {
}

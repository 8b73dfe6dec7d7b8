package io.multifrost.spring.endpoint;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.multifrost.parent.WorkerSnapshot.HeartbeatSnapshot;
import io.multifrost.spring.calls.LatencyDescriptor;

/**
 * What the heartbeats of a worker have shown.
 *
 * @param sent how many were sent
 * @param answered how many were answered
 * @param missed how many were missed
 * @param lastAnswer when the last answer came, or {@code null}
 * @param roundTripMillis how long answers took, or {@code null} if there was none
 */
public record HeartbeatsDescriptor(long sent, long answered, long missed, @Nullable Instant lastAnswer,
		@Nullable RoundTripDescriptor roundTripMillis) {

	static HeartbeatsDescriptor of(HeartbeatSnapshot heartbeats) {
		return new HeartbeatsDescriptor(heartbeats.sent(), heartbeats.answered(), heartbeats.missed(),
				heartbeats.lastAnswer(), RoundTripDescriptor.of(heartbeats));
	}

	/**
	 * How long the answers to heartbeats took, in milliseconds.
	 *
	 * @param minimum the shortest time
	 * @param average the mean
	 * @param maximum the longest time
	 * @param last that of the last
	 */
	public record RoundTripDescriptor(double minimum, double average, double maximum, double last) {

		static @Nullable RoundTripDescriptor of(HeartbeatSnapshot heartbeats) {
			Duration minimum = heartbeats.minimum();
			Duration average = heartbeats.average();
			Duration maximum = heartbeats.maximum();
			Duration last = heartbeats.last();
			if (minimum == null || average == null || maximum == null || last == null) {
				return null;
			}
			return new RoundTripDescriptor(LatencyDescriptor.millis(minimum.toNanos()),
					LatencyDescriptor.millis(average.toNanos()), LatencyDescriptor.millis(maximum.toNanos()),
					LatencyDescriptor.millis(last.toNanos()));
		}

	}

}

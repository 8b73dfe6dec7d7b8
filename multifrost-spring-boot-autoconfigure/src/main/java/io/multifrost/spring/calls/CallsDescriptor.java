package io.multifrost.spring.calls;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The calls of a worker since the application began.
 *
 * @param total how many have ended
 * @param succeeded how many of these returned a result
 * @param failed how many failed, those that were refused among them
 * @param errorRate the part of those that failed, from 0 to 1
 * @param failures how many failed by the type of the exception
 * @param inFlight how many wait for an answer at this moment
 * @param maxInFlight the most that did at once
 * @param openStreams how many of those that wait are streams, which wait for items
 * @param streams these streams, or the first of them
 * @param latencyMillis how long those of the last minute took, or {@code null} if there
 * was none
 */
public record CallsDescriptor(long total, long succeeded, long failed, double errorRate, Map<String, Long> failures,
		int inFlight, int maxInFlight, int openStreams, List<StreamDescriptor> streams,
		@Nullable LatencyDescriptor latencyMillis) {
}

package io.multifrost.spring.calls;

import java.time.Duration;

import org.HdrHistogram.Histogram;

/**
 * The durations of calls of the last minute, in milliseconds.
 *
 * @param count how many calls
 * @param average their mean
 * @param minimum the shortest
 * @param maximum the longest
 * @param p50 half of them took no longer
 * @param p95 95 % of them took no longer
 * @param p99 99 % of them took no longer
 */
public record LatencyDescriptor(long count, double average, double minimum, double maximum, double p50, double p95,
		double p99) {

	static LatencyDescriptor of(Histogram histogram) {
		return new LatencyDescriptor(histogram.getTotalCount(), millis(histogram.getMean()),
				millis(histogram.getMinValue()), millis(histogram.getMaxValue()), percentile(histogram, 50),
				percentile(histogram, 95), percentile(histogram, 99));
	}

	private static double percentile(Histogram histogram, double percentile) {
		return millis(histogram.getValueAtPercentile(percentile));
	}

	/**
	 * Turn nanoseconds into milliseconds, to the microsecond: beyond it is nothing but
	 * noise.
	 * @param nanos the nanoseconds
	 * @return the milliseconds
	 */
	public static double millis(double nanos) {
		return Math.round(nanos / Duration.ofNanos(1000).toNanos()) / 1000.0;
	}

}

package io.multifrost.benchmarks.model;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What one contender did in one round of one shape.
 *
 * @param p50 median of the calls' times, in microseconds
 * @param p99 99th percentile of these
 * @param p999 99.9th percentile of these
 * @param rate calls that ended in a second
 * @param parentBytes bytes that the calling process allocated for a call
 * @param workerBytes bytes that the worker allocated for a call, {@code null} where it
 * cannot be asked
 * @param extra what else the shape measures, by name
 */
public record Round(@JsonProperty("p50_us") double p50, @JsonProperty("p99_us") double p99,
		@JsonProperty("p999_us") double p999, @JsonProperty("calls_per_second") double rate,
		@JsonProperty("bytes_per_call") @Nullable Double parentBytes,
		@JsonProperty("worker_bytes_per_call") @Nullable Double workerBytes, Map<String, Double> extra) {
}

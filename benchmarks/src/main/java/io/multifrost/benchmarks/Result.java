package io.multifrost.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.jspecify.annotations.Nullable;

import io.multifrost.benchmarks.model.Round;

/**
 * The medians of all rounds of one contender in one shape.
 *
 * @param contender the contender
 * @param shape the shape
 * @param p50 median of the rounds' medians, in microseconds
 * @param p99 median of the rounds' 99th percentiles
 * @param p999 median of the rounds' 99.9th percentiles
 * @param rate median of the rounds' calls in a second
 * @param parentBytes bytes that the calling process allocated for a call
 * @param workerBytes bytes that the worker allocated for a call
 * @param rounds how many rounds there were
 * @param spread least and greatest of the rounds, by the name of the field
 * @param extra what else the shape measures, by name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Result(String contender, String shape, @JsonProperty("p50_us") double p50, @JsonProperty("p99_us") double p99,
		@JsonProperty("p999_us") double p999, @JsonProperty("calls_per_second") double rate,
		@JsonProperty("bytes_per_call") @Nullable Double parentBytes,
		@JsonProperty("worker_bytes_per_call") @Nullable Double workerBytes, int rounds, Map<String, double[]> spread,
		Map<String, Double> extra) {

	static Result of(String contender, String shape, List<Round> rounds) {
		DescriptiveStatistics p50 = statistics(rounds, Round::p50);
		DescriptiveStatistics p99 = statistics(rounds, Round::p99);
		DescriptiveStatistics rate = statistics(rounds, Round::rate);
		Map<String, double[]> spread = new TreeMap<>();
		spread.put("p50_us", ends(p50));
		spread.put("p99_us", ends(p99));
		spread.put("calls_per_second", ends(rate));
		Map<String, Double> extra = new TreeMap<>();
		for (String name : rounds.get(0).extra().keySet()) {
			extra.put(name, round(median(statistics(rounds, (round) -> round.extra().get(name)))));
		}
		return new Result(contender, shape, round(median(p50)), round(median(p99)),
				round(median(statistics(rounds, Round::p999))), round(median(rate)),
				optional(statistics(rounds, Round::parentBytes)), optional(statistics(rounds, Round::workerBytes)),
				rounds.size(), spread, extra);
	}

	private static DescriptiveStatistics statistics(List<Round> rounds, Function<Round, @Nullable Double> field) {
		DescriptiveStatistics statistics = new DescriptiveStatistics();
		rounds.stream().map(field).filter(Objects::nonNull).forEach(statistics::addValue);
		return statistics;
	}

	private static double median(DescriptiveStatistics statistics) {
		return statistics.getPercentile(50);
	}

	private static @Nullable Double optional(DescriptiveStatistics statistics) {
		return (statistics.getN() == 0) ? null : round(median(statistics));
	}

	private static double[] ends(DescriptiveStatistics statistics) {
		return new double[] { round(statistics.getMin()), round(statistics.getMax()) };
	}

	private static double round(double value) {
		return Math.round(value * 10) / 10.0;
	}

	/**
	 * Return how far the rounds lie apart.
	 * @return half of the way from the least to the greatest rate, in percent of the
	 * median
	 */
	double spreadPercent() {
		double[] ends = this.spread.getOrDefault("calls_per_second", new double[2]);
		return (this.rate == 0) ? 0 : (ends[1] - ends[0]) / 2 / this.rate * 100;
	}

}

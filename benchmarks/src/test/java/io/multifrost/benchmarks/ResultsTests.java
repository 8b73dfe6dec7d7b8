package io.multifrost.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.benchmarks.model.Round;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTests {

	private static Result result(String contender, String shape, double... rates) {
		List<Round> rounds = Arrays.stream(rates)
			.mapToObj((rate) -> new Round(1_000_000 / rate, 50, 60, rate, 700.0, null, Map.of()))
			.toList();
		return Result.of(contender, shape, rounds);
	}

	@Test
	void theMedianOfTheRoundsCounts() {
		Result result = result("multifrost", "in-flight-64", 100, 900, 200, 300, 250);
		assertThat(result.rate()).isEqualTo(250);
		assertThat(result.rounds()).isEqualTo(5);
		assertThat(result.spreadPercent()).isEqualTo((900 - 100) / 2.0 / 250 * 100);
	}

	@Test
	void theFileHasAnEntryForEachContenderAndShape(@TempDir Path directory) {
		Results results = new Results();
		results.add(result("multifrost", "in-flight-64", 200));
		results.add(result("grpc", "in-flight-64", 100));
		Path file = directory.resolve("results.json");
		results.write(file);
		JsonNode json = JsonMapper.shared().readTree(file.toFile());
		assertThat(json.size()).isEqualTo(2);
		JsonNode first = json.get(0);
		assertThat(first.get("contender").asString()).isEqualTo("multifrost");
		assertThat(first.get("shape").asString()).isEqualTo("in-flight-64");
		assertThat(first.propertyNames()).contains("p50_us", "p99_us", "calls_per_second", "bytes_per_call", "rounds");
		assertThat(first.get("calls_per_second").asDouble()).isEqualTo(200);
	}

	@Test
	void goalsCompareContendersOfTheSameRun() {
		Results results = new Results();
		results.add(result("multifrost", "in-flight-64", 900));
		results.add(result("grpc", "in-flight-64", 100));
		Goal goal = goal("64 in flight, rate: of grpc-java's");
		OptionalDouble figure = goal.figure().apply(results);
		assertThat(figure).hasValue(9);
		assertThat(goal.reachedBy(9)).isTrue();
		assertThat(goal.reachedBy(7.9)).isFalse();
	}

	@Test
	void aGoalThatWasNotMeasuredHasNoFigure() {
		assertThat(goal("one after another, p50: of JeroMQ's").figure().apply(new Results())).isEmpty();
	}

	private static Goal goal(String text) {
		return Goals.ALL.stream().filter((goal) -> goal.text().equals(text)).findFirst().orElseThrow();
	}

	@Test
	void thePictureShowsEachContender() {
		Results results = new Results();
		results.add(result("multifrost", "in-flight-64", 900));
		results.add(result("grpc", "in-flight-64", 100));
		assertThat(Chart.draw(results)).startsWith("<svg").contains(">multifrost<", ">grpc<", ">900<");
	}

}

package io.multifrost.benchmarks;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.multifrost.benchmarks.model.Round;

import static org.assertj.core.api.Assertions.assertThat;

class KeyCostTests {

	private static Result result(String contender, double p50) {
		return Result.of(contender, "payload-1MiB", List.of(new Round(p50, p50, p50, 1, null, null, Map.of())));
	}

	@Test
	void theRatioIsThatOfTheMedians() {
		Results results = new Results();
		results.add(result(KeyCost.PLAIN, 1500));
		results.add(result(KeyCost.KEYS, 75_000));
		assertThat(KeyCost.table(results)).endsWith("| payload-1MiB | 1,500 | 75,000 | 50.0 |");
	}

	@Test
	void withoutBothSidesThereIsNoRatio() {
		Results results = new Results();
		results.add(result(KeyCost.PLAIN, 1500));
		assertThat(KeyCost.table(results)).isEqualTo("Not measured in this run.");
	}

}

package io.multifrost.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What it costs that a service and its parents have keys: the same calls with and without
 * them, in one run.
 */
final class KeyCost {

	static final String PLAIN = "multifrost-service";

	static final String KEYS = "multifrost-curve";

	static final List<String> SHAPES = List.of("sequential", "payload-100", "payload-10KiB", "payload-1MiB");

	private KeyCost() {
	}

	/**
	 * Return the ratios as a table, or a sentence where none was measured.
	 */
	static String table(Results results) {
		StringBuilder rows = new StringBuilder();
		for (String shape : SHAPES) {
			Optional<Result> plain = results.find(PLAIN, shape);
			Optional<Result> keys = results.find(KEYS, shape);
			if (plain.isPresent() && keys.isPresent()) {
				rows.append(String.format(Locale.ROOT, "| %s | %,.0f | %,.0f | %.1f |%n", shape, plain.get().p50(),
						keys.get().p50(), keys.get().p50() / plain.get().p50()));
			}
		}
		return rows.isEmpty() ? "Not measured in this run."
				: "| shape | p50 in clear, us | p50 with keys, us | ratio |\n| --- | --: | --: | --: |\n"
						+ rows.toString().stripTrailing();
	}

}

package io.multifrost.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the page of {@code docs} from a template, in which people write, and the results.
 */
final class PerformancePage {

	private final Results results;

	private final Options options;

	PerformancePage(Results results, Options options) {
		this.results = results;
		this.options = options;
	}

	/**
	 * Write the page and its picture.
	 * @throws IOException if the template cannot be read, or nothing be written
	 */
	void write() throws IOException {
		String page = Files.readString(this.options.root().resolve("benchmarks/src/main/docs/performance.md"));
		Path docs = this.options.root().resolve("docs");
		Files.writeString(docs.resolve("performance.svg"), Chart.draw(this.results));
		Files.writeString(docs.resolve("performance.md"),
				page.replace("{{run}}", run())
					.replace("{{goals}}", goals())
					.replace("{{keys}}", KeyCost.table(this.results))
					.replace("{{tables}}", tables())
					.replace("{{micro}}", micro()));
	}

	private String run() throws IOException {
		List<String> lines = new ArrayList<>(Machine.describe());
		lines.add("Rounds: %d of %d ms each".formatted(this.options.rounds(), this.options.roundMillis()));
		return lines.stream().map((line) -> "- " + line).collect(Collectors.joining("\n"));
	}

	private String goals() {
		List<String> lines = new ArrayList<>();
		lines.add("| goal | | measured | |");
		lines.add("| --- | --- | --- | --- |");
		for (Goal goal : Goals.ALL) {
			OptionalDouble figure = goal.figure().apply(this.results);
			String limit = (goal.most() ? "at most " : "at least ") + number(goal.limit());
			lines.add("| " + goal.text() + " | " + limit + " | " + verdict(goal, figure) + " |");
		}
		return String.join("\n", lines);
	}

	private static String verdict(Goal goal, OptionalDouble figure) {
		if (figure.isEmpty()) {
			return "| not measured";
		}
		double value = figure.getAsDouble();
		return number(value) + " | " + (goal.reachedBy(value) ? "reached" : "**missed**");
	}

	private String tables() {
		Map<String, List<Result>> byShape = this.results.entries()
			.stream()
			.collect(Collectors.groupingBy(Result::shape, LinkedHashMap::new, Collectors.toList()));
		List<String> lines = new ArrayList<>();
		byShape.forEach((shape, measured) -> {
			lines.add("### " + shape + "\n");
			lines.add((measured.get(0).rate() > 0) ? calls(measured) : extras(measured));
		});
		return String.join("\n", lines).stripTrailing();
	}

	private static String calls(List<Result> measured) {
		StringBuilder table = new StringBuilder("""
				| contender | p50 us | p99 us | p99.9 us | calls/s | spread | parent B/call | worker B/call |
				| --- | --: | --: | --: | --: | --: | --: | --: |
				""");
		for (Result result : measured) {
			table.append("| %s | %s | %s | %s | %s | ±%.0f %% | %s | %s |%n".formatted(result.contender(),
					number(result.p50()), number(result.p99()), number(result.p999()), number(result.rate()),
					result.spreadPercent(), bytes(result.parentBytes()), bytes(result.workerBytes())));
		}
		return measured.stream().allMatch((result) -> result.extra().isEmpty()) ? table.toString()
				: table + "\n" + extras(measured);
	}

	private static String extras(List<Result> measured) {
		StringBuilder table = new StringBuilder("| contender | figure | |\n| --- | --- | --: |\n");
		for (Result result : measured) {
			new TreeMap<>(result.extra()).forEach((name, value) -> table
				.append("| %s | %s | %s |%n".formatted(result.contender(), name.replace('_', ' '), number(value))));
		}
		return table.toString();
	}

	private String micro() throws IOException {
		Path file = this.options.target().resolve("micro.json");
		if (!Files.exists(file)) {
			return "Not measured in this run.";
		}
		StringBuilder table = new StringBuilder("| step | ns | B allocated |\n| --- | --: | --: |\n");
		for (JsonNode entry : JsonMapper.shared().readTree(Files.readString(file))) {
			String name = entry.get("benchmark").asString().replaceAll(".*\\.(\\w+)\\.(\\w+)", "$2");
			String parameters = entry.has("params") ? " " + entry.get("params").toString().replaceAll("[{}\"]", "")
					: "";
			table.append("| %s%s | %s ± %s | %s |%n".formatted(name, parameters,
					number(entry.get("primaryMetric").get("score").asDouble()),
					number(entry.get("primaryMetric").get("scoreError").asDouble()),
					number(entry.get("secondaryMetrics").get("gc.alloc.rate.norm").get("score").asDouble())));
		}
		return table.toString().stripTrailing();
	}

	private static String bytes(@Nullable Double bytes) {
		return (bytes != null) ? number(bytes) : "";
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (Math.abs(value) < 10) ? "%.2f" : "%,.0f", value);
	}

}

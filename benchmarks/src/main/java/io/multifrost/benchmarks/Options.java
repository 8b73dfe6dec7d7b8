package io.multifrost.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was asked for, by system properties that begin with {@code benchmarks.}.
 *
 * @param root the directory of the project
 * @param quick whether less is measured, and for a shorter time
 * @param docs whether the page in {@code docs} is written
 * @param only the contenders that are measured, empty for all
 * @param shapes the shapes that are measured, empty for all
 * @param rounds how many rounds
 * @param roundMillis how long a round takes
 * @param warmUpMillis how long a contender may take to run at a stable rate; twice as
 * long in its first shape
 */
record Options(Path root, boolean quick, boolean docs, Set<String> only, Set<String> shapes, int rounds,
		long roundMillis, long warmUpMillis) {

	static Options read() {
		boolean quick = flag("quick");
		return new Options(Path.of(text("root", "")).toAbsolutePath(), quick, flag("docs"), names("only"),
				names("shapes"), Integer.getInteger("benchmarks.rounds", 5),
				Long.getLong("benchmarks.millis", quick ? 200 : 500),
				Long.getLong("benchmarks.warm-up", quick ? 1000 : 2500));
	}

	private static boolean flag(String name) {
		String value = text(name, "false");
		return value.isEmpty() || Boolean.parseBoolean(value);
	}

	private static Set<String> names(String name) {
		return Arrays.stream(text(name, "").split(",")).filter((part) -> !part.isBlank()).collect(Collectors.toSet());
	}

	private static String text(String name, String fallback) {
		return System.getProperty("benchmarks." + name, fallback);
	}

	boolean wants(String contender) {
		return this.only.isEmpty() || this.only.contains(contender);
	}

	Path target() {
		return this.root.resolve("benchmarks/target");
	}

}

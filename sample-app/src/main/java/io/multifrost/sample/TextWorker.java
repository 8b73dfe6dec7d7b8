package io.multifrost.sample;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.multifrost.child.ChildWorker;

/**
 * A worker in Java: a plain class whose public methods are functions, and a main method.
 * It runs as a process of its own and needs no Spring.
 */
public class TextWorker {

	private static final int COMMON_WORDS = 5;

	private static final int MIN_COMMON_LENGTH = 4;

	/**
	 * Serve the functions of this class to the parent that started this process, or,
	 * where none did, to all that look for the service {@code text-service}.
	 * @param args none
	 */
	public static void main(String[] args) {
		ChildWorker.serving(new TextWorker()).serviceId("text-service").run();
	}

	/**
	 * Greet somebody.
	 * @param name a name
	 * @return a greeting
	 */
	public String greet(String name) {
		return "Hello " + name + ", from Java " + Runtime.version().feature();
	}

	/**
	 * Add two numbers.
	 * @param a a number
	 * @param b a number
	 * @return their sum
	 * @throws ArithmeticException if the sum is beyond 64 bits
	 */
	public long add(long a, long b) {
		return Math.addExact(a, b);
	}

	/**
	 * Count what is in a text.
	 * @param text the text
	 * @return its counts
	 */
	public TextSummary summarize(String text) {
		List<String> words = Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}'’]+"))
			.filter((word) -> !word.isBlank())
			.toList();
		Map<String, Long> counts = words.stream()
			.filter((word) -> word.length() >= MIN_COMMON_LENGTH)
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		Map<String, Long> mostCommon = new LinkedHashMap<>();
		counts.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
				.thenComparing(Map.Entry.comparingByKey()))
			.limit(COMMON_WORDS)
			.forEach((entry) -> mostCommon.put(entry.getKey(), entry.getValue()));
		return new TextSummary(text.lines().count(), words.size(), words.stream().distinct().count(), mostCommon);
	}

}

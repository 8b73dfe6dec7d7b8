package io.multifrost.faults;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each fault that {@code docs/faults.md} lists has a test, and its tests exist.
 */
class FaultsDocumentTests {

	private static final Path PAGE = Path.of("../docs/faults.md");

	private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|([^|]+)\\|([^|]+)\\|([^|]+)\\|");

	private static final Pattern TEST = Pattern.compile("`([\\w.]+)#(\\w+)`");

	private static final Pattern CLASS = Pattern.compile("`(\\w+Tests)`");

	@Test
	void listsEachFaultOnce() throws IOException {
		List<String> numbers = rows().map((row) -> row.group(1)).toList();
		assertThat(numbers).hasSizeGreaterThanOrEqualTo(60)
			.isEqualTo(IntStream.rangeClosed(1, numbers.size()).mapToObj(String::valueOf).toList());
		assertThat(rows().map((row) -> row.group(2).trim())).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("tests")
	void namesTestsThatAreThere(String fault, List<String> tests) throws ClassNotFoundException {
		assertThat(tests).as(fault).isNotEmpty();
		for (String test : tests) {
			String[] parts = test.split("#");
			Class<?> type = Class.forName("io.multifrost." + parts[0]);
			List<Method> methods = Arrays.stream(type.getDeclaredMethods())
				.filter((method) -> method.getName().equals(parts[1]))
				.toList();
			assertThat(methods).as(test).isNotEmpty().allSatisfy((method) -> {
				assertThat(AnnotationSupport.isAnnotated(method, Testable.class)).as("is a test").isTrue();
				assertThat(AnnotationSupport.isAnnotated(method, Disabled.class)).as("is disabled").isFalse();
			});
		}
	}

	/**
	 * Tests of the Spring module, which cannot be loaded here, are named by their class.
	 */
	@ParameterizedTest
	@MethodSource("classes")
	void namesClassesThatAreThere(String name) throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("../multifrost-spring-boot-autoconfigure/src/test/java"))) {
			assertThat(files.map((file) -> file.getFileName().toString())).contains(name + ".java");
		}
	}

	static Stream<String> classes() throws IOException {
		return rows().flatMap((row) -> classesOf(row.group(4)).stream()).distinct();
	}

	private static List<String> classesOf(String cell) {
		return CLASS.matcher(cell).results().map((test) -> test.group(1)).toList();
	}

	static Stream<Object[]> tests() throws IOException {
		return rows().filter((row) -> classesOf(row.group(4)).isEmpty())
			.map((row) -> new Object[] { row.group(2).trim(), testsOf(row.group(4)) });
	}

	private static List<String> testsOf(String cell) {
		return TEST.matcher(cell).results().map((test) -> test.group(1) + "#" + test.group(2)).toList();
	}

	private static Stream<Matcher> rows() throws IOException {
		return Files.readAllLines(PAGE).stream().map(ROW::matcher).filter(Matcher::matches);
	}

}

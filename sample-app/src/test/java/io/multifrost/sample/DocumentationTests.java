package io.multifrost.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README and the pages of the documentation copy from the code is as it is
 * there, and their links lead somewhere.
 */
class DocumentationTests {

	private static final Path PROJECT = Path.of("..");

	private static final Pattern FENCE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

	private static final String DEFAULTS = "multifrost.defaults.";

	@Test
	void hasEachPropertyOfTheMetadata() throws IOException {
		List<JsonNode> all = metadata();
		assertThat(all).hasSizeGreaterThan(10);
		assertThat(between("defaults")).as("docs/configuration.md, between the marks 'defaults'")
			.isEqualTo(rows(all, (name) -> name.startsWith(DEFAULTS)));
		assertThat(between("application")).as("docs/configuration.md, between the marks 'application'")
			.isEqualTo(rows(all, (name) -> !name.startsWith(DEFAULTS) && !name.equals("multifrost.parents")));
	}

	private static String between(String mark) throws IOException {
		String page = page("docs/configuration.md");
		String begin = "<!-- " + mark + ": begin -->\n";
		return page.substring(page.indexOf(begin) + begin.length(), page.indexOf("<!-- " + mark + ": end -->"));
	}

	private static String rows(List<JsonNode> all, Predicate<String> names) {
		return all.stream()
			.filter((property) -> names.test(property.get("name").asString()))
			.sorted(Comparator.comparing((property) -> property.get("name").asString()))
			.map(DocumentationTests::row)
			.collect(Collectors.joining("\n", "| property | default | |\n| --- | --- | --- |\n", "\n"));
	}

	private static String row(JsonNode property) {
		String name = property.get("name").asString();
		String standard = property.has("defaultValue") ? "`" + property.get("defaultValue").asString() + "`" : "";
		String description = property.get("description").asString().replaceAll("\\s+", " ").replaceAll("\\.$", "");
		return "| `" + (name.startsWith(DEFAULTS) ? name.substring(DEFAULTS.length()) : name) + "` | " + standard
				+ " | " + description + " |";
	}

	@Test
	void hasEachPropertyOfAWorker() {
		List<String> names = Stream.of(ParentProperties.class.getRecordComponents())
			.map((property) -> property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.filter((name) -> !List.of("limits", "environment").contains(name))
			.toList();
		assertThat(names).allMatch(ConfigurationPropertyName::isValid)
			.allSatisfy((name) -> assertThat(page("docs/configuration.md")).containsAnyOf("| `" + name + "` |",
					"| `" + name + "."));
	}

	@Test
	void hasTheWorkerThatATestHas() throws IOException {
		String test = Files.readString(Path.of("src/test/java/io/multifrost/sample/MathClientTests.java"));
		int begin = test.indexOf("\tstatic final MultifrostTestWorker math");
		assertThat(page("docs/testing.md")).contains(test.substring(begin, test.indexOf(";", begin) + 1));
	}

	@Test
	void eachRowOfTheComparisonHasATest() throws IOException {
		List<String> rows = page("docs/comparison.md").lines()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| |") && !line.startsWith("| ---"))
			.toList();
		assertThat(rows).hasSizeGreaterThan(10)
			.allSatisfy((row) -> assertThat(LINK.matcher(row).results().map((link) -> link.group(1))).singleElement()
				.satisfies((link) -> assertThat(link).endsWith("Tests.java"))
				.satisfies((link) -> assertThat(Files.readString(PROJECT.resolve("docs").resolve(link)))
					.containsAnyOf("@Test", "@ParameterizedTest")));
	}

	@Test
	void theReadmeIsShort() throws IOException {
		assertThat(page("README.md").getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(8192);
	}

	@Test
	void eachDecisionIsShortAndSaysWhatItCosts() throws IOException {
		try (Stream<Path> decisions = Files.list(PROJECT.resolve("docs/decisions"))) {
			assertThat(decisions.filter((page) -> !page.endsWith("README.md"))).isNotEmpty()
				.allSatisfy((page) -> assertThat(Files.readString(page)).contains("What it costs: ")
					.satisfies((text) -> assertThat(text.lines()).hasSizeLessThanOrEqualTo(40)));
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void eachLinkLeadsSomewhere(Path page) throws IOException {
		String text = FENCE.matcher(Files.readString(page)).replaceAll("");
		assertThat(LINK.matcher(text).results().map((link) -> link.group(1)).filter((link) -> !link.contains("://")))
			.allSatisfy((link) -> {
				String[] parts = link.split("#", 2);
				Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
				assertThat(target).exists();
				if (parts.length > 1) {
					assertThat(anchors(target)).contains(parts[1]);
				}
			});
	}

	private static Stream<Path> pages() throws IOException {
		List<Path> all = new ArrayList<>(List.of(PROJECT.resolve("README.md"), PROJECT.resolve("CONTRIBUTING.md")));
		try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
			docs.filter((file) -> file.toString().endsWith(".md")).forEach(all::add);
		}
		return all.stream();
	}

	/**
	 * Headings become anchors in the way of GitHub.
	 */
	private static List<String> anchors(Path page) throws IOException {
		return FENCE.matcher(Files.readString(page))
			.replaceAll("")
			.lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("^#+ ", "")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N}\\- ]", "")
				.replace(' ', '-'))
			.toList();
	}

	private static String page(String name) throws IOException {
		return Files.readString(PROJECT.resolve(name));
	}

	private static List<JsonNode> metadata() throws IOException {
		// By the class's own place: other libraries have a file of this name as well
		String location = MultifrostProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		String root = location.endsWith(".jar") ? "jar:" + location + "!/" : location;
		try (InputStream in = URI.create(root + "META-INF/spring-configuration-metadata.json").toURL().openStream()) {
			JsonNode properties = JsonMapper.builder().build().readTree(in).get("properties");
			return properties.valueStream().toList();
		}
	}

}

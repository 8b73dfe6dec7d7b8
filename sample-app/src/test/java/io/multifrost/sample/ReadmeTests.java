package io.multifrost.sample;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.spring.autoconfigure.MultifrostProperties;
import io.multifrost.spring.autoconfigure.ParentProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README names each property, and copies the sample's worker as it is.
 */
class ReadmeTests {

	private static final Path PROJECT = Path.of("..");

	private static final String DEFAULTS = "multifrost.defaults.";

	private String readme;

	@BeforeEach
	void read() throws IOException {
		this.readme = Files.readString(PROJECT.resolve("README.md"));
	}

	@Test
	void hasEachPropertyOfTheMetadata() throws IOException {
		assertThat(metadata().map((name) -> name.startsWith(DEFAULTS) ? name.substring(DEFAULTS.length()) : name)
			.filter((name) -> !"multifrost.parents".equals(name))).hasSizeGreaterThan(10)
			.allSatisfy((name) -> assertThat(this.readme).contains("| `" + name + "` |"));
	}

	@Test
	void hasEachPropertyOfAWorker() throws IntrospectionException {
		List<String> names = Stream.of(Introspector.getBeanInfo(ParentProperties.class).getPropertyDescriptors())
			.map((property) -> property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
			.filter((name) -> !List.of("class", "limits", "environment").contains(name))
			.toList();
		assertThat(names).allMatch(ConfigurationPropertyName::isValid)
			.allSatisfy((name) -> assertThat(this.readme).contains("| `" + name + "` |"));
	}

	@Test
	void cutsTheWorkerWhereItsFunctionsBegin() throws IOException {
		assertThat(this.readme).contains("sed '/^# The functions that/,$d'");
		assertThat(Files.readString(PROJECT.resolve("sample-app/workers/math_worker.py")))
			.containsOnlyOnce("\n# The functions that this worker offers");
	}

	@Test
	void hasTheWorkerThatATestHas() throws IOException {
		String test = Files.readString(Path.of("src/test/java/io/multifrost/sample/MathClientTests.java"));
		int begin = test.indexOf("\tstatic final MultifrostTestWorker math");
		assertThat(this.readme).contains(test.substring(begin, test.indexOf(";", begin) + 1));
	}

	private static Stream<String> metadata() throws IOException {
		// By the class's own place: other libraries have a file of this name as well
		String location = MultifrostProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		String root = location.endsWith(".jar") ? "jar:" + location + "!/" : location;
		try (InputStream in = URI.create(root + "META-INF/spring-configuration-metadata.json").toURL().openStream()) {
			JsonNode properties = JsonMapper.builder().build().readTree(in).get("properties");
			return properties.valueStream().map((property) -> property.get("name").asString());
		}
	}

}

package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import io.multifrost.MultifrostFunction;
import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.example.MathClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a user reads who has made a mistake in the configuration. Each file in
 * {@code misconfigurations} has the properties, and what Spring Boot prints.
 */
@ExtendWith(OutputCaptureExtension.class)
class MisconfigurationTests {

	private static final String END_OF_PROPERTIES = "---\n";

	private static final Path DIRECTORY = Path.of("src/test/resources/misconfigurations");

	@TempDir
	private Path directory;

	static Stream<String> misconfigurations() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList().stream();
		}
	}

	@ParameterizedTest
	@MethodSource("misconfigurations")
	void theMistakeIsExplained(String file, CapturedOutput output) throws IOException {
		String golden = Files.readString(DIRECTORY.resolve(file));
		int end = golden.indexOf(END_OF_PROPERTIES);
		String properties = golden.substring(0, end);
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(sources(properties)).web(WebApplicationType.NONE)
				.properties(Map.of("spring.config.location", "optional:file:./no/such/place/",
						"multifrost.registry.directory", this.directory.toString(), "multifrost.python.directory",
						this.directory.resolve("environments").toString()))
				.initializers((context) -> load(properties, context.getEnvironment()))
				.run()
				.close());
		if (Boolean.getBoolean("golden.write")) {
			Files.writeString(DIRECTORY.resolve(file), properties + END_OF_PROPERTIES + analysis(output));
		}
		assertThat(analysis(output)).isEqualTo(golden.substring(end + END_OF_PROPERTIES.length()));
	}

	@Test
	void thereAreAtLeastTwenty() throws IOException {
		assertThat(misconfigurations()).hasSizeGreaterThanOrEqualTo(20);
	}

	private static Class<?>[] sources(String properties) {
		return properties.startsWith("# with a client") ? new Class<?>[] { Application.class, Clients.class }
				: properties.startsWith("# as a service") ? new Class<?>[] { Application.class, Service.class }
						: new Class<?>[] { Application.class };
	}

	private static void load(String properties, ConfigurableEnvironment environment) {
		try {
			List<PropertySource<?>> sources = new PropertiesPropertySourceLoader().load("application.properties",
					new ByteArrayResource(properties.getBytes(StandardCharsets.UTF_8), "application.properties"));
			sources.forEach(environment.getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What is printed, from the description on, without what differs from one machine or
	 * run to another.
	 */
	private static String analysis(CapturedOutput output) {
		String text = output.getAll();
		int start = text.indexOf("Description:");
		assertThat(start).as(text).isPositive();
		return text.substring(start)
			.replace("Byte array resource [application.properties]", "application.properties")
			.replace(Path.of("").toAbsolutePath().toString(), "<directory>")
			.replaceAll("command: \\S*java .* ", "command: java ")
			.replaceAll("in one of /.*", "in one of <path>.")
			.replaceAll("(?m)[ \t]+$", "")
			.strip() + "\n";
	}

	@Test
	void variablesMayBeOfAnotherProgram() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment",
						new SystemEnvironmentPropertySource("systemEnvironment",
								Map.of("MULTIFROST_HOME", "/tmp", "MULTIFROST_PARETNS_MATH_SCIRPT", "worker.py"))))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aWarningAloneNamesThePropertyToo(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.zoen=here", "multifrost.fail-on-unknown-properties=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("Property multifrost.zoen does not exist",
						"Did you mean multifrost.zone? Correct multifrost.zoen.");
			});
	}

	@Test
	void propertiesThatOtherClassesReadExist() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.enabled=true", "multifrost.prepare=false",
					"multifrost.parents.math.endpoint=tcp://127.0.0.1:5555",
					"multifrost.parents.math.auto-startup=false", "multifrost.parents.math.call-timeout=${NOT_SET:}",
					"multifrost.parents.math.maxInFlight=", "multifrost.web.problemDetails=true",
					"multifrost.web.remoteErrors.ValueError=422", "multifrost.identity.sendTo=math",
					"multifrost.fail-on-unknown-properties=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void valuesAreNotShown() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.security.secret-kye=hunter2")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("Did you mean multifrost.security.secret-key?")
				.hasMessageNotContaining("hunter2"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class Clients {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MultifrostChildAutoConfiguration.class)
	@Import(Words.class)
	static class Service {

	}

	@MultifrostWorker
	static class Words {

		@MultifrostFunction
		int count(String text) {
			return text.length();
		}

	}

}

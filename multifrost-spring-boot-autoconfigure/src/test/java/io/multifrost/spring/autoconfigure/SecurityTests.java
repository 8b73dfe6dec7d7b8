package io.multifrost.spring.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.parent.ParentWorker;
import io.multifrost.security.CurveKeyPair;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;
import io.multifrost.spring.autoconfigure.endpoint.MultifrostEndpointAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that know each other by the keys in their configuration.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SecurityTests {

	private static final CurveKeyPair SERVICE = CurveKeyPair.generate();

	private static final CurveKeyPair PARENT = CurveKeyPair.generate();

	@TempDir
	private Path registry;

	@Test
	void aParentCallsAServiceThatAllowsItsKey() {
		service("multifrost.security.secret-key=" + SERVICE.secretKey(),
				"multifrost.security.allowed-clients=" + CurveKeyPair.generate().publicKey() + ", "
						+ PARENT.publicKey())
			.run((service) -> parent("multifrost.security.secret-key=" + PARENT.secretKey())
				.run((context) -> assertThat(greet(context.getBean(ParentWorker.class))).isEqualTo("Hello Ada")));
	}

	@Test
	void aParentMayNameTheKeyOfTheService() {
		service("multifrost.security.secret-key=" + SERVICE.secretKey(), "multifrost.security.allowed-clients=*")
			.run((service) -> {
				parent("multifrost.parents.greeter.server-key=" + SERVICE.publicKey())
					.run((context) -> assertThat(greet(context.getBean(ParentWorker.class))).isEqualTo("Hello Ada"));
				parent("multifrost.parents.greeter.server-key=" + PARENT.publicKey(),
						"multifrost.parents.greeter.start-timeout=500ms")
					.run((context) -> assertThat(context).getFailure()
						.hasStackTraceContaining("its public key is not " + PARENT.publicKey()));
			});
	}

	@Test
	void aParentWhoseKeyIsNotAllowedDoesNotStart() {
		service("multifrost.security.secret-key=" + SERVICE.secretKey(),
				"multifrost.security.allowed-clients=" + SERVICE.publicKey())
			.run((service) -> parent("multifrost.security.secret-key=" + PARENT.secretKey())
				.run((context) -> assertThat(context).getFailure()
					.hasStackTraceContaining("does not allow the key of this parent, " + PARENT.publicKey())));
	}

	@Test
	void aServiceIsClosedToOtherUsersOfTheMachine() {
		service("multifrost.security.local=true").run((service) -> {
			parent("multifrost.security.local=true")
				.run((context) -> assertThat(greet(context.getBean(ParentWorker.class))).isEqualTo("Hello Ada"));
			parent("multifrost.security.secret-key=" + PARENT.secretKey())
				.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("does not allow the key"));
		});
	}

	@Test
	void aServiceWithoutAKeyIsTalkedToInClearWhereThatIsSaid() {
		service().run((service) -> {
			parent("multifrost.security.secret-key=" + PARENT.secretKey())
				.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("none is known of"));
			parent("multifrost.security.secret-key=" + PARENT.secretKey(), "multifrost.parents.greeter.server-key=none")
				.run((context) -> assertThat(greet(context.getBean(ParentWorker.class))).isEqualTo("Hello Ada"));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			secret-key=SECRET                                | nobody may call it
			secret-key=abc, allowed-clients=*                | multifrost.security.secret-key cannot be used
			secret-key=SECRET, allowed-clients=abc           | multifrost.security.allowed-clients cannot be used
			secret-key=SECRET, allowed-clients=SECRET        | named by a secret key
			allowed-clients=*                                | Set multifrost.security.secret-key
			secret-key=SECRET, local=true                    | Remove multifrost.security.local
			""")
	void whatDoesNotGoTogetherIsTold(String properties, String problem) {
		String[] values = Stream.of(properties.replace("SECRET", SERVICE.secretKey()).split(", "))
			.map("multifrost.security."::concat)
			.toArray(String[]::new);
		service(values).run((context) -> {
			assertThat(context).hasFailed();
			StringWriter told = new StringWriter();
			context.getStartupFailure().printStackTrace(new PrintWriter(told));
			assertThat(told.toString()).contains(InvalidConfigurationException.class.getName(), problem)
				.doesNotContain(SERVICE.secretKey());
		});
	}

	@Test
	void theKeyOfAServiceGoesWithAWorkerThatIsConnectedTo() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.parents.math.executable=/missing",
					"multifrost.parents.math.server-key=" + SERVICE.publicKey())
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("server-key"));
	}

	@Test
	void theSecretKeyIsShownNowhere(CapturedOutput output) {
		String variable = "MULTIFROST_SECURITY_SECRETKEY";
		service("multifrost.security.secret-key=" + SERVICE.secretKey(), "multifrost.security.allowed-clients=*",
				variable + "=" + SERVICE.secretKey(), "logging.level.root=trace",
				"management.endpoints.web.exposure.include=*", "management.endpoint.configprops.show-values=always",
				"management.endpoint.env.show-values=always")
			.withConfiguration(AutoConfigurations.of(MultifrostEndpointAutoConfiguration.class,
					ConfigurationPropertiesReportEndpointAutoConfiguration.class,
					EnvironmentEndpointAutoConfiguration.class))
			.run((context) -> {
				JsonMapper mapper = JsonMapper.builder().build();
				EnvironmentEndpoint environment = context.getBean(EnvironmentEndpoint.class);
				String shown = mapper
					.writeValueAsString(context.getBean(ConfigurationPropertiesReportEndpoint.class)
						.configurationPropertiesWithPrefix("multifrost"))
						+ mapper.writeValueAsString(environment.environment(null));
				assertThat(shown).contains("\"secretKey\":\"******\"")
					.contains("\"" + variable + "\":{\"value\":\"******\"")
					.doesNotContain(SERVICE.secretKey());
			});
		assertThat(output.getAll()).doesNotContain(SERVICE.secretKey());
	}

	private static String greet(ParentWorker greeter) {
		return greeter.call("greet", String.class, "Ada");
	}

	private ApplicationContextRunner service(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostChildAutoConfiguration.class))
			.withPropertyValues("multifrost.registry.directory=" + this.registry,
					"multifrost.worker.service-id=greetings")
			.withPropertyValues(properties)
			.withBean(Greeter.class);
	}

	private ApplicationContextRunner parent(String... properties) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.registry.directory=" + this.registry,
					"multifrost.parents.greeter.service-id=greetings")
			.withPropertyValues(properties);
	}

	/**
	 * What is served.
	 */
	@MultifrostWorker
	static class Greeter {

		public String greet(String name) {
			return "Hello " + name;
		}

	}

}

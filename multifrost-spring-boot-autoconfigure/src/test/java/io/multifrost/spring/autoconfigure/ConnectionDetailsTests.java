package io.multifrost.spring.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.multifrost.child.CallArguments;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.example.MathClient;
import io.multifrost.spring.test.MultifrostTestWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link MultifrostConnectionDetails} beans.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionDetailsTests {

	private final MultifrostTestWorker math = MultifrostTestWorker.of("math",
			Map.of("add", (arguments) -> arguments.get(0, Long.class) + arguments.get(1, Long.class)));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
				MultifrostCircuitBreakerAutoConfiguration.class));

	@AfterEach
	void stop() {
		this.math.close();
	}

	@Test
	void aBeanIsWhereTheWorkerOfItsNameIsWithoutAnyProperties() {
		withDetails("math").withUserConfiguration(ClientsConfiguration.class).run((context) -> {
			assertThat(context.getBean(ParentWorkers.class).names()).containsExactly("math");
			assertThat(context.getBean(ParentWorker.class).state()).isEqualTo(WorkerState.RUNNING);
			assertThat(context.getBean(ParentWorker.class).snapshot().mode()).isEqualTo(WorkerMode.CONNECT);
			assertThat(context.getBean(MathClient.class).add(1, 2)).isEqualTo(3);
		});
	}

	@Test
	void aQualifierIsTheNameOfTheWorkerBeforeThatOfTheBean() {
		this.contextRunner.withUserConfiguration(QualifiedConfiguration.class).run((context) -> {
			assertThat(context.getBean(ParentWorkers.class).names()).containsExactly("numbers");
			assertThat(context.getBean(ParentWorkers.class).get("numbers").call("count", Long.class, 1, 2))
				.isEqualTo(2);
		});
	}

	@Test
	void aTestWorkerWhoseBeanHasAnotherNameIsRefused() {
		this.contextRunner.withBean("numbers", MultifrostTestWorker.class, () -> this.math)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("Name the bean 'math', or add @Qualifier(\"math\") to it"));
	}

	@Test
	void aBeanReplacesAProcessOfTheConfigurationWhoseOtherSettingsApply() {
		withDetails("math")
			.withPropertyValues("multifrost.parents.math.main-class=com.example.Missing",
					"multifrost.parents.math.jvm-options=-Xmx64m", "multifrost.parents.math.auto-restart=true",
					"multifrost.parents.math.auto-startup=false", "multifrost.parents.text.executable=true",
					"multifrost.parents.text.auto-startup=false")
			.run((context) -> {
				assertThat(context.getBean(ParentWorkers.class).names()).containsExactly("math", "text");
				ParentWorker worker = context.getBean(ParentWorkers.class).get("math");
				assertThat(worker.state()).isEqualTo(WorkerState.NEW);
				assertThat(worker.start().call("add", Long.class, 1, 2)).isEqualTo(3);
			});
	}

	@Test
	void aBeanReplacesAnotherEndpointAndAnIncompleteEntry() {
		withDetails("math").withPropertyValues("multifrost.parents.math.endpoint=tcp://192.0.2.1:5555")
			.run((context) -> assertThat(context.getBean(ParentWorker.class).call("add", Long.class, 1, 2))
				.isEqualTo(3));
		withDetails("math").withPropertyValues("multifrost.parents.math.call-timeout=5s")
			.run((context) -> assertThat(context.getBean(ParentWorker.class).call("add", Long.class, 1, 2))
				.isEqualTo(3));
	}

	@Test
	void aWorkerThatIsSwitchedOffStaysOff() {
		withDetails("math").withPropertyValues("multifrost.parents.math.enabled=false")
			.run((context) -> assertThat(context.getBean(ParentWorkers.class).names()).isEmpty());
	}

	@Test
	void twoBeansForAWorkerAreRefused() {
		withDetails("math").withUserConfiguration(SecondConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("two beans say where it is, 'math' and 'second'"));
	}

	@Test
	void anAddressThatIsNoneIsRefused(CapturedOutput output) {
		assertThatException().isThrownBy(() -> application(InvalidConfiguration.class));
		assertThat(output).contains("Worker 'math' cannot be configured")
			.contains("say that it is at 'here', but")
			.contains("Let them return an address such as tcp://127.0.0.1:5000");
	}

	@Test
	void aWorkerThatDoesNotAnswerIsToldOfByItsBean(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> application(SilentConfiguration.class, "multifrost.parents.math.start-timeout=200ms"));
		assertThat(output).contains("Worker 'math' is unavailable")
			.contains("See that the worker which bean 'math' tells of runs")
			.contains("within a container that is 0.0.0.0")
			.contains("multifrost.parents.math.start-timeout");
	}

	private ApplicationContextRunner withDetails(String name) {
		return this.contextRunner.withBean(name, MultifrostConnectionDetails.class, () -> this.math::getEndpoint);
	}

	private static void application(Class<?> configuration, String... properties) {
		new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE).properties(properties).run().close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class ClientsConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedConfiguration {

		@Bean
		@Qualifier("numbers")
		MultifrostTestWorker worker() {
			return MultifrostTestWorker.of("numbers", Map.of("count", CallArguments::size));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondConfiguration {

		@Bean
		@Qualifier("math")
		MultifrostConnectionDetails second() {
			return () -> "tcp://127.0.0.1:5555";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MultifrostParentAutoConfiguration.class)
	static class InvalidConfiguration {

		@Bean
		MultifrostConnectionDetails math() {
			return () -> "here";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MultifrostParentAutoConfiguration.class)
	static class SilentConfiguration {

		@Bean
		MultifrostConnectionDetails math() {
			return () -> "tcp://127.0.0.1:1";
		}

	}

}

package io.multifrost.spring.validated;

import jakarta.validation.ConstraintViolationException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import io.multifrost.CallTimeoutException;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for clients in the packages of the application, behind a proxy of Spring.
 */
class MultifrostClientProxyTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MultifrostParentAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withUserConfiguration(Application.class)
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName());

	@Test
	void argumentsOfAValidatedClientAreValidated() {
		this.contextRunner.run((context) -> {
			ImpatientMathClient math = context.getBean(ImpatientMathClient.class);
			assertThat(math.add(1, 2)).isEqualTo(3);
			assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> math.add(-1, 2));
		});
	}

	@Test
	void callsOfAClientHaveItsTimeout() {
		this.contextRunner.run((context) -> {
			ImpatientMathClient math = context.getBean(ImpatientMathClient.class);
			assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> math.sleep(20_000))
				.withMessageContaining("300 ms");
		});
	}

	@Test
	void placeholdersInTheAnnotationAreResolved() {
		this.contextRunner
			.withPropertyValues("math-worker=other", "math-timeout=5s",
					"multifrost.parents.other.main-class=" + MathWorkerProgram.class.getName())
			.run((context) -> {
				ImpatientMathClient math = context.getBean(ImpatientMathClient.class);
				math.sleep(400);
				assertThat(math).hasToString("ImpatientMathClient of worker 'other'");
			});
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Application {

	}

}

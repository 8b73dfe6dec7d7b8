package io.multifrost.spring.autoconfigure;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.test.util.ReflectionTestUtils;

import io.multifrost.internal.Namespaces;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentDefaults;
import io.multifrost.spring.circuitbreaker.CircuitBreakerSettings;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What IDEs show as the default of a property is what holds without Spring.
 */
class DocumentedDefaultsTests {

	private final ParentDefaults defaults = new MultifrostProperties().getDefaults();

	@Test
	void areTheDefaultsOfWorkers() {
		ParentWorker without = ParentWorker.spawn("worker.py").name("math").build();
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class))
			.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
					"multifrost.parents.math.auto-startup=false")
			.run((context) -> assertThat(settings(context.getBean(ParentWorker.class))).usingRecursiveComparison()
				.ignoringFields("listeners", "calls.interceptors", "calls.returnAdapters", "calls.callbackExecutor",
						"calls.defaults", "launcher", "mapper")
				.isEqualTo(settings(without)));
	}

	@Test
	void areThoseOfCalls() {
		assertThat(this.defaults.namespace()).isEqualTo(Namespaces.DEFAULT);
		assertThat(this.defaults.callTimeout()).isNull();
	}

	@Test
	void areThoseOfRestarts() {
		ParentDefaults.Restart restart = this.defaults.restart();
		assertThat(new RestartPolicy(restart.maxAttempts(), restart.window(), restart.initialBackoff(),
				restart.maxBackoff(), restart.jitter(), restart.stableUptime()))
			.isEqualTo(RestartPolicy.DEFAULTS);
	}

	@Test
	void areThoseOfCircuitBreakers() {
		ParentDefaults.CircuitBreaker breaker = this.defaults.circuitBreaker();
		assertThat(new CircuitBreakerSettings(breaker.failureThreshold(), breaker.waitDuration(),
				breaker.recordRemoteErrors()))
			.isEqualTo(CircuitBreakerSettings.DEFAULTS);
		assertThat(breaker.enabled()).isTrue();
	}

	private static Object settings(ParentWorker worker) {
		return Objects.requireNonNull(ReflectionTestUtils.getField(worker, "settings"));
	}

}

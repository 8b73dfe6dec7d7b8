package io.multifrost.spring.autoconfigure.circuitbreaker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.multifrost.CallTimeoutException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MultifrostCircuitBreakerAutoConfiguration}.
 */
class MultifrostCircuitBreakerAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
				MultifrostCircuitBreakerAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName());

	private final ApplicationContextRunner withoutProcesses = this.contextRunner
		.withPropertyValues("multifrost.parents.math.auto-startup=false");

	private final ApplicationContextRunner withHeartbeats = this.contextRunner
		.withPropertyValues("multifrost.defaults.heartbeat.interval=100ms", "multifrost.defaults.heartbeat.timeout=5s");

	@Test
	void fiveTimeoutsOpenIt() {
		this.contextRunner.withPropertyValues("multifrost.defaults.circuit-breaker.wait-duration=1h").run((context) -> {
			ParentWorker math = context.getBean(ParentWorker.class);
			CircuitBreaker breaker = breaker(context.getBean(CircuitBreakerRegistry.class));
			for (int i = 0; i < 5; i++) {
				assertThat(breaker.getState()).isEqualTo(State.CLOSED);
				assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> timeOut(math));
			}
			assertThatExceptionOfType(WorkerUnavailableException.class)
				.isThrownBy(() -> math.call("add", Long.class, 1, 2))
				.withCauseInstanceOf(CallNotPermittedException.class);
		});
	}

	@Test
	void heartbeatsCloseItWithoutTraffic() {
		this.withHeartbeats
			.withPropertyValues("multifrost.defaults.circuit-breaker.wait-duration=100ms",
					"multifrost.defaults.circuit-breaker.failure-threshold=1")
			.run((context) -> {
				ParentWorker math = context.getBean(ParentWorker.class);
				CircuitBreaker breaker = breaker(context.getBean(CircuitBreakerRegistry.class));
				List<StateTransition> transitions = new CopyOnWriteArrayList<>();
				breaker.getEventPublisher().onStateTransition((event) -> transitions.add(event.getStateTransition()));
				assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> timeOut(math));
				await().atMost(Duration.ofSeconds(40)).until(() -> breaker.getState() == State.CLOSED);
				assertThat(transitions).startsWith(StateTransition.CLOSED_TO_OPEN, StateTransition.OPEN_TO_HALF_OPEN)
					.endsWith(StateTransition.HALF_OPEN_TO_CLOSED);
				assertThat(math.call("add", Long.class, 1, 2)).isEqualTo(3);
			});
	}

	@Test
	void propertiesOfTheWorkerGoBeforeThoseOfAll() {
		this.withoutProcesses
			.withPropertyValues("multifrost.defaults.circuit-breaker.failure-threshold=7",
					"multifrost.defaults.circuit-breaker.wait-duration=9s",
					"multifrost.parents.math.circuit-breaker.failure-threshold=2",
					"multifrost.parents.text.executable=true", "multifrost.parents.text.auto-startup=false",
					"multifrost.parents.text.circuit-breaker.enabled=false")
			.run((context) -> {
				CircuitBreakerRegistry registry = context.getBean(CircuitBreakerRegistry.class);
				context.getBeansOfType(ParentWorker.class);
				assertThat(breaker(registry).getCircuitBreakerConfig().getSlidingWindowSize()).isEqualTo(2);
				assertThat(breaker(registry).getCircuitBreakerConfig().getWaitIntervalFunctionInOpenState().apply(1))
					.isEqualTo(9000);
				assertThat(registry.find("multifrost-text")).isEmpty();
			});
	}

	@Test
	void aValueThatIsOutOfRangeIsRefusedWithItsProperty() {
		this.withoutProcesses.withPropertyValues("multifrost.parents.math.circuit-breaker.failure-threshold=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("multifrost.parents.math.circuit-breaker.failure-threshold"));
	}

	@Test
	void theRegistryAndTheConfigurationOfResilience4jAreUsedWhereTheyAre() {
		this.withoutProcesses.withConfiguration(AutoConfigurations.of(CircuitBreakerAutoConfiguration.class))
			.withPropertyValues("resilience4j.circuitbreaker.instances.multifrost-math.sliding-window-size=42")
			.run((context) -> {
				CircuitBreakerRegistry registry = context.getBean(CircuitBreakerRegistry.class);
				context.getBean(ParentWorker.class);
				assertThat(context).doesNotHaveBean("multifrostCircuitBreakerRegistry");
				assertThat(breaker(registry).getCircuitBreakerConfig().getSlidingWindowSize()).isEqualTo(42);
			});
	}

	@Test
	void withoutResilience4jWorkersHaveNoBreaker() {
		this.withoutProcesses.withClassLoader(new FilteredClassLoader(CircuitBreakerRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CircuitBreakerCustomizer.class)
				.hasSingleBean(ParentWorker.class));
	}

	private static void timeOut(ParentWorker math) {
		math.call(CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(20)), "sleep", Void.class, 200);
	}

	private static CircuitBreaker breaker(CircuitBreakerRegistry registry) {
		return registry.find("multifrost-math").orElseThrow();
	}

}

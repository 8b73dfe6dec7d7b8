package io.multifrost.spring.autoconfigure.health;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;
import io.multifrost.spring.health.MultifrostHealthContributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MultifrostHealthContributorAutoConfiguration}.
 */
class MultifrostHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
				MultifrostCircuitBreakerAutoConfiguration.class, MultifrostHealthContributorAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, AvailabilityHealthContributorAutoConfiguration.class,
				AvailabilityProbesAutoConfiguration.class))
		.withBean(ApplicationAvailabilityBean.class)
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
				"multifrost.parents.other.executable=true", "multifrost.parents.other.auto-startup=false",
				"management.endpoint.health.probes.enabled=true");

	@Test
	void eachWorkerIsAComponentWithItsDetails() {
		this.contextRunner.run((context) -> {
			HealthEndpoint endpoint = ready(context);
			IndicatedHealthDescriptor math = (IndicatedHealthDescriptor) endpoint.healthForPath("multifrost", "math");
			assertThat(math.getStatus()).isEqualTo(Status.UP);
			assertThat(math.getDetails()).containsEntry("state", WorkerState.RUNNING)
				.containsEntry("required", false)
				.containsKeys("mode", "restarts");
			assertThat(endpoint.healthForPath("multifrost", "other").getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(endpoint.health().getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void aWorkerThatDiedIsDownAndSaysWhy() {
		this.contextRunner.run((context) -> {
			kill(context.getBean("math", ParentWorker.class));
			HealthEndpoint endpoint = ready(context);
			await().atMost(Duration.ofSeconds(10))
				.until(() -> Status.DOWN.equals(endpoint.healthForPath("multifrost", "math").getStatus()));
			assertThat(endpoint.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(readiness(endpoint).getStatus()).as("readiness without it").isEqualTo(Status.UP);
		});
	}

	@Test
	void readinessDependsOnRequiredWorkersAlone() {
		this.contextRunner.withPropertyValues("multifrost.parents.math.required=true").run((context) -> {
			HealthEndpoint endpoint = ready(context);
			CompositeHealthDescriptor readiness = (CompositeHealthDescriptor) readiness(endpoint);
			assertThat(readiness.getStatus()).isEqualTo(Status.UP);
			CompositeHealthDescriptor workers = (CompositeHealthDescriptor) readiness.getComponents().get("multifrost");
			assertThat(workers.getComponents()).containsOnlyKeys("math");
			kill(context.getBean("math", ParentWorker.class));
			await().atMost(Duration.ofSeconds(10)).until(() -> Status.DOWN.equals(readiness(endpoint).getStatus()));
		});
	}

	@Test
	void aWorkerWhoseBreakerIsOpenIsOutOfService() {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
		this.contextRunner.withBean(CircuitBreakerRegistry.class, () -> registry).run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			registry.circuitBreaker("multifrost-math").transitionToOpenState();
			IndicatedHealthDescriptor math = (IndicatedHealthDescriptor) endpoint.healthForPath("multifrost", "math");
			assertThat(math.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(math.getDetails()).containsEntry("breaker", "OPEN");
		});
	}

	@Test
	void thereIsNoContributorWhereItIsSwitchedOffOrHealthIsMissing() {
		this.contextRunner
			.withPropertyValues("management.health.multifrost.enabled=false",
					"multifrost.parents.math.auto-startup=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MultifrostHealthContributor.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
					MultifrostHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static HealthEndpoint ready(ApplicationContext context) {
		AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
		AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
		return context.getBean(HealthEndpoint.class);
	}

	private static HealthDescriptor readiness(HealthEndpoint endpoint) {
		return endpoint.healthForPath("readiness");
	}

	private static void kill(ParentWorker worker) {
		ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow().destroyForcibly();
	}

}

package io.multifrost.spring.autoconfigure;

import java.util.List;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.NoSuchParentWorkerException;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.circuitbreaker.MultifrostCircuitBreakerAutoConfiguration;
import io.multifrost.spring.autoconfigure.endpoint.MultifrostEndpointAutoConfiguration;
import io.multifrost.spring.autoconfigure.health.MultifrostHealthContributorAutoConfiguration;
import io.multifrost.spring.autoconfigure.metrics.MultifrostMetricsAutoConfiguration;
import io.multifrost.spring.endpoint.MultifrostEndpoint;
import io.multifrost.spring.example.MathWorkerProgram;
import io.multifrost.spring.health.MultifrostHealthContributor;
import io.multifrost.spring.metrics.WorkerMeters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for workers that come and go while the application runs.
 */
class AddedWorkersTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostAutoConfiguration.class,
				MultifrostParentAutoConfiguration.class, MultifrostCircuitBreakerAutoConfiguration.class,
				MultifrostHealthContributorAutoConfiguration.class, MultifrostMetricsAutoConfiguration.class,
				MultifrostEndpointAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withPropertyValues("management.endpoints.web.exposure.include=multifrost");

	@Test
	void healthMetersBreakerAndEndpointSeeAWorkerThatWasAddedAndNotOneThatWasRemoved() {
		this.contextRunner.run((context) -> {
			ParentWorkers workers = context.getBean(ParentWorkers.class);
			MultifrostHealthContributor health = context.getBean(MultifrostHealthContributor.class);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			CircuitBreakerRegistry breakers = context.getBean(CircuitBreakerRegistry.class);
			MultifrostEndpoint endpoint = context.getBean(MultifrostEndpoint.class);
			context.getBean(WorkerMeters.class).bindTo(meters);
			// A second time all is as at the first
			for (int round = 0; round < 2; round++) {
				ParentWorker added = workers.add("added", math());
				assertThat(added.state()).isEqualTo(WorkerState.NEW);
				assertThat(added.start().call("add", Long.class, 1, 2)).isEqualTo(3);
				assertThat(workers.get("added")).isSameAs(added);
				assertThat(health.getContributor("added")).isInstanceOfSatisfying(HealthIndicator.class,
						(indicator) -> assertThat(indicator.health().getStatus()).isEqualTo(Status.UP));
				assertThat(health.stream()).extracting(HealthContributors.Entry::name).containsExactly("added");
				assertThat(meters.get("multifrost.worker.instances").tag("worker", "added").gauge().value()).isOne();
				assertThat(meters.get("multifrost.client.calls").tag("worker", "added").tag("function", "add").timer())
					.satisfies((timer) -> assertThat(timer.count()).isOne());
				assertThat(breakers.find("multifrost-added")).isPresent();
				assertThat(endpoint.workers().parents()).singleElement()
					.satisfies((worker) -> assertThat(worker.calls().total()).isOne());
				workers.remove("added");
				assertThat(added.state()).isEqualTo(WorkerState.STOPPED);
				assertThat(workers.names()).isEmpty();
				assertThat(health.getContributor("added")).isNull();
				assertThat(meters.getMeters()).extracting(Meter::getId)
					.noneMatch((id) -> "added".equals(id.getTag("worker")));
				assertThat(breakers.find("multifrost-added")).isEmpty();
				assertThat(endpoint.workers().parents()).isEmpty();
			}
			assertThatExceptionOfType(NoSuchParentWorkerException.class).isThrownBy(() -> workers.remove("added"));
		});
	}

	@Test
	void aWorkerThatWasAddedIsStoppedWithTheApplication() {
		ParentWorker[] added = new ParentWorker[1];
		this.contextRunner.run((context) -> {
			ParentWorkers workers = context.getBean(ParentWorkers.class);
			added[0] = workers.add("added", math()).start();
			assertThatIllegalArgumentException().isThrownBy(() -> workers.add("added", math()))
				.withMessageContaining("There is a worker 'added'");
		});
		assertThat(added[0].state()).isEqualTo(WorkerState.STOPPED);
	}

	private static ParentWorkerBuilder math() {
		return ParentWorker.spawn(JavaWorkerCommand.create(MathWorkerProgram.class.getName(), List.of()));
	}

}

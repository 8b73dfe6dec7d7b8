package io.multifrost.spring.autoconfigure.properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the properties of how the processes of a worker are kept running.
 */
class SupervisionPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class));

	private final ApplicationContextRunner worker = this.contextRunner
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName());

	@Test
	void aWorkerIsRestartedAndCallsWaitForIt() {
		this.worker
			.withPropertyValues("multifrost.defaults.auto-restart=true", "multifrost.defaults.while-restarting=wait",
					"multifrost.parents.math.restart.initial-backoff=10ms")
			.run((context) -> {
				ParentWorker math = context.getBean(ParentWorker.class);
				ProcessHandle.of(math.pid().orElseThrow()).orElseThrow().destroyForcibly();
				await().until(() -> math.state() != WorkerState.RUNNING || math.snapshot().restarts() == 1);
				assertThat(math.call("add", Long.class, 10, 20)).isEqualTo(30L);
				assertThat(math.snapshot().restarts()).isEqualTo(1);
			});
	}

	@Test
	void aWorkerHasSeveralProcesses() {
		this.worker.withPropertyValues("multifrost.parents.math.instances=2", "multifrost.parents.math.max-calls=1000")
			.run((context) -> assertThat(context.getBean(ParentWorker.class).snapshot().instances())
				.extracting(InstanceSnapshot::state)
				.containsExactly(WorkerState.RUNNING, WorkerState.RUNNING));
	}

	@ParameterizedTest
	@CsvSource({ "restart.max-attempts, 0, maxAttempts", "restart.window, 0s, window",
			"restart.max-backoff, 1ms, maxBackoff", "restart.initial-backoff, 11s, maxBackoff",
			"restart.jitter, 2, jitter", "restart.stable-uptime, -1s, stableUptime", "instances, 0, instances",
			"max-calls, -1, maxCalls", "max-age, -1s, maxAge", "drain-timeout, 0s, drainTimeout" })
	void aValueThatMakesNoSenseIsRefusedByName(String property, String value, String problem) {
		this.worker.withPropertyValues("multifrost.parents.math." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("multifrost.parents.math." + property)
				.hasMessageContaining(problem));
	}

	@ParameterizedTest
	@CsvSource({ "restart.max-attempts, 0", "restart.max-backoff, 1ms", "restart.initial-backoff, 11s", "max-age, -1s",
			"heartbeat.max-misses, 0", "limits.max-depth, 0" })
	void aDefaultThatMakesNoSenseIsRefusedByName(String property, String value) {
		this.worker.withPropertyValues("multifrost.defaults." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("multifrost.defaults." + property));
	}

	@Test
	void aServiceIsNotRestarted() {
		this.contextRunner
			.withPropertyValues("multifrost.parents.prices.endpoint=tcp://127.0.0.1:5555",
					"multifrost.parents.prices.auto-restart=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("multifrost.parents.prices.auto-restart")
				.hasMessageContaining("runs by itself"));
	}

	@Test
	void aServiceIsLeftAloneByTheDefaultForAll() {
		this.contextRunner
			.withPropertyValues("multifrost.parents.prices.endpoint=tcp://127.0.0.1:5555",
					"multifrost.parents.prices.auto-startup=false", "multifrost.defaults.auto-restart=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

}

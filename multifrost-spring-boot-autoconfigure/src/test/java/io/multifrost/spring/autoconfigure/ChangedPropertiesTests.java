package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

import io.multifrost.CallTimeoutException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.FunctionCall;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for properties that change while the application runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChangedPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
				"multifrost.parents.math.auto-startup=false", "multifrost.parents.math.call-timeout=${limit:2s}");

	@Test
	void whatHasNoEffectAfterARefreshIsSaidWithTheNameOfTheProperty(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			refresh(context);
			assertThat(output).doesNotContain("has changed");
			TestPropertyValues
				.of("multifrost.parents.math.max-queue-size=5MB", "multifrost.parents.math.required=false",
						"multifrost.parents.math.environment.SECRET=hunter2",
						"multifrost.parents.math.environment.CALLTIMEOUT=1")
				.applyTo(source(context));
			refresh(context);
			refresh(context);
			assertThat(output).containsOnlyOnce("multifrost.parents.math.max-queue-size has changed")
				.containsOnlyOnce("multifrost.parents.math.environment.secret has changed")
				.contains("no effect before the application is started again")
				.doesNotContain("main-class has changed")
				.containsOnlyOnce("multifrost.parents.math.required has changed")
				.containsOnlyOnce("multifrost.parents.math.environment.calltimeout has changed")
				.doesNotContain("hunter2");
		});
	}

	@Test
	void theTimeOfCallsChangesWhileTheWorkerRuns(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			ParentWorker worker = context.getBean(ParentWorker.class).start();
			worker.call("sleep", Void.class, 10);
			TestPropertyValues.of("limit=50ms").applyTo(source(context));
			refresh(context);
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> worker.call("sleep", Void.class, 60_000))
				.withMessageContaining("50 ms");
			TestPropertyValues.of("multifrost.defaults.call-timeout=40s").applyTo(source(context));
			refresh(context);
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> worker.call("sleep", Void.class, 60_000))
				.withMessageContaining("50 ms");
			TestPropertyValues.of("multifrost.defaults.item-timeout=60ms").applyTo(source(context));
			refresh(context);
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> worker.stream(FunctionCall.of("sleep", Void.class, 60_000)
					.withOptions(CallOptions.DEFAULTS.withTimeout(Duration.ofMinutes(1)))).toList())
				.withMessageContaining("60 ms");
			assertThat(output).doesNotContain("-timeout has changed");
		});
	}

	@Test
	void theTimeOfCallsChangesForANameInBracketsToo(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("multifrost.parents[Text.Tools].main-class=" + MathWorkerProgram.class.getName(),
					"multifrost.parents[Text.Tools].auto-startup=false")
			.run((context) -> {
				TestPropertyValues.of("multifrost.parents[Text.Tools].call-timeout=50ms").applyTo(source(context));
				refresh(context);
				assertThat(output).contains("[Text.Tools] Calls may take PT0.05S from now on");
			});
	}

	@Test
	void theNumberOfCallsThatMayWaitChangesWhileTheWorkerRuns(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			ParentWorker worker = context.getBean(ParentWorker.class).start();
			TestPropertyValues.of("multifrost.defaults.max-in-flight=1").applyTo(source(context));
			refresh(context);
			CompletableFuture<Void> waiting = worker.callAsync("sleep", Void.class, 60_000);
			assertThatExceptionOfType(WorkerUnavailableException.class)
				.isThrownBy(() -> worker.call("add", Long.class, 1, 2))
				.withMessageContaining("max-in-flight");
			TestPropertyValues.of("multifrost.parents.math.max-in-flight=2").applyTo(source(context));
			refresh(context);
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			waiting.cancel(false);
			assertThat(output).contains("[math] 2 calls may wait for an answer from now on")
				.doesNotContain("max-in-flight has changed");
		});
	}

	@Test
	void theNumberOfInstancesChangesWhileTheWorkerRuns(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			ParentWorker worker = context.getBean(ParentWorker.class).start();
			TestPropertyValues.of("multifrost.parents.math.instances=2").applyTo(source(context));
			refresh(context);
			await().atMost(Duration.ofMinutes(1)).until(() -> output.getOut().contains("[math] There are 2 instances"));
			assertThat(worker.snapshot().instances()).hasSize(2)
				.allMatch((instance) -> instance.state() == WorkerState.RUNNING);
			assertThat(output).doesNotContain("instances has changed");
		});
	}

	@Test
	void aWorkerThatSaysNothingFollowsTheDefault(CapturedOutput output) {
		this.contextRunner
			.withPropertyValues("multifrost.parents.words.main-class=" + MathWorkerProgram.class.getName(),
					"multifrost.parents.words.auto-startup=false")
			.run((context) -> {
				TestPropertyValues.of("multifrost.defaults.call-timeout=40ms").applyTo(source(context));
				refresh(context);
				assertThat(output).contains("[words] Calls may take PT0.04S from now on")
					.doesNotContain("[math] Calls may take");
			});
	}

	private static ConfigurableApplicationContext source(AssertableApplicationContext context) {
		return context.getSourceApplicationContext(ConfigurableApplicationContext.class);
	}

	/**
	 * What Spring Cloud does with each bean of properties after a refresh.
	 */
	private static void refresh(AssertableApplicationContext context) {
		String name = context.getBeanNamesForType(MultifrostProperties.class)[0];
		context.getAutowireCapableBeanFactory().initializeBean(context.getBean(name), name);
	}

}

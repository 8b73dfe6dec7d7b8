package io.multifrost.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.NoSuchParentWorkerException;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MultifrostParentAutoConfiguration}: workers as beans.
 */
class MultifrostParentAutoConfigurationTests {

	private static final String PROGRAM = MathWorkerProgram.class.getName();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + PROGRAM);

	private final ApplicationContextRunner withoutProcesses = this.contextRunner
		.withPropertyValues("multifrost.parents.math.auto-startup=false");

	@Test
	void workersOfTheConfigurationAreBeansThatRun() {
		this.contextRunner
			.withPropertyValues("multifrost.parents.math.jvm-options=-Dcolour=blue,-Xmx64m",
					"multifrost.parents.math.environment.FLAVOUR=sweet")
			.run((context) -> {
				ParentWorker math = context.getBean("math", ParentWorker.class);
				assertThat(math.state()).isEqualTo(WorkerState.RUNNING);
				assertThat(math.call("add", Long.class, 10, 20)).isEqualTo(30L);
				assertThat(math.call("property", String.class, "colour")).isEqualTo("blue");
				assertThat(math.call("environment", String.class, "FLAVOUR")).isEqualTo("sweet");
			});
	}

	@Test
	void workersEndWithTheApplication() {
		ProcessHandle[] process = new ProcessHandle[1];
		this.contextRunner.run((context) -> {
			long pid = context.getBean(ParentWorker.class).pid().orElseThrow();
			process[0] = ProcessHandle.of(pid).orElseThrow();
			assertThat(process[0].isAlive()).isTrue();
		});
		assertThat(process[0].isAlive()).isFalse();
	}

	@Test
	void aWorkerWithoutAutoStartupIsStartedByHandAndStoppedWithTheApplication() {
		ParentWorker[] worker = new ParentWorker[1];
		this.withoutProcesses.run((context) -> {
			worker[0] = context.getBean(ParentWorker.class);
			assertThat(worker[0].state()).isEqualTo(WorkerState.NEW);
			worker[0].start();
		});
		assertThat(worker[0].state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void severalWorkersAreInjectedByParameterNameAndByQualifier() {
		this.withoutProcesses
			.withPropertyValues("multifrost.parents.text.executable=true", "multifrost.parents.text.auto-startup=false")
			.withUserConfiguration(InjectedConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.byName().name()).isEqualTo("math");
				assertThat(injected.byQualifier().name()).isEqualTo("text");
			});
	}

	@Test
	void aWorkerWhoseNameAnotherBeanHasIsStillFoundByQualifier() {
		this.withoutProcesses.withBean("math", String.class, () -> "another bean")
			.withUserConfiguration(QualifiedConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("math")).isEqualTo("another bean");
				assertThat(context.getBean("mathParentWorker", ParentWorker.class).name()).isEqualTo("math");
				assertThat(context.getBean(Injected.class).byQualifier().name()).isEqualTo("math");
			});
	}

	@Test
	void workersAreLookedUpByName() {
		this.withoutProcesses
			.withPropertyValues("multifrost.parents.text.executable=true", "multifrost.parents.text.auto-startup=false")
			.run((context) -> {
				ParentWorkers workers = context.getBean(ParentWorkers.class);
				assertThat(workers.names()).containsExactlyInAnyOrder("math", "text");
				assertThat(workers.get("math")).isSameAs(context.getBean("math"));
				assertThat(workers.stream()).hasSize(2);
				assertThatExceptionOfType(NoSuchParentWorkerException.class).isThrownBy(() -> workers.get("maths"))
					.withMessageContaining("'maths'")
					.withMessageContaining("math, text");
			});
	}

	@Test
	void whetherWorkersStartMayBeSaidForAll() {
		this.contextRunner
			.withPropertyValues("multifrost.defaults.auto-startup=false",
					"multifrost.parents.eager.main-class=" + PROGRAM, "multifrost.parents.eager.auto-startup=true")
			.run((context) -> {
				ParentWorkers workers = context.getBean(ParentWorkers.class);
				assertThat(workers.get("math").state()).isEqualTo(WorkerState.NEW);
				assertThat(workers.get("eager").state()).isEqualTo(WorkerState.RUNNING);
			});
	}

	@Test
	void aWorkerThatIsSwitchedOffIsNoBean() {
		this.contextRunner.withPropertyValues("multifrost.parents.math.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ParentWorker.class);
			assertThat(context.getBean(ParentWorkers.class).names()).isEmpty();
		});
	}

	@Test
	void nothingIsConfiguredWhereMultifrostIsSwitchedOff() {
		this.contextRunner.withPropertyValues("multifrost.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ParentWorker.class);
			assertThat(context).doesNotHaveBean(ParentWorkers.class);
		});
	}

	@Test
	void workersStartAlsoWhereBeansAreLazy() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBean(ParentWorker.class).state()).isEqualTo(WorkerState.RUNNING));
	}

	@Test
	void aParentWorkerBeanOfTheApplicationIsStartedAndLookedUpLikeTheOthers() {
		this.withoutProcesses.withUserConfiguration(OwnWorkerConfiguration.class).run((context) -> {
			ParentWorker own = context.getBean(ParentWorkers.class).get("own");
			assertThat(own.state()).isEqualTo(WorkerState.RUNNING);
			assertThat(own.call("add", Long.class, 1, 2)).isEqualTo(3L);
		});
	}

	@Test
	void customizersListenersAndInterceptorsAreAppliedInOrder() {
		this.contextRunner.withUserConfiguration(HooksConfiguration.class).run((context) -> {
			Events events = context.getBean(Events.class);
			context.getBean(ParentWorker.class).call("add", Long.class, 1, 2);
			assertThat(events.customized).containsExactly("first math", "second math");
			assertThat(events.calls).containsExactly("outer add", "inner add");
			await().untilAsserted(
					() -> assertThat(events.states).containsExactly(WorkerState.STARTING, WorkerState.RUNNING));
		});
	}

	record Injected(@Nullable ParentWorker byName, @Nullable ParentWorker byQualifier) {
	}

	@Configuration(proxyBeanMethods = false)
	static class InjectedConfiguration {

		@Bean
		Injected injected(ParentWorker math, @Qualifier("text") ParentWorker other) {
			return new Injected(math, other);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedConfiguration {

		@Bean
		Injected injected(@Qualifier("math") ParentWorker worker) {
			return new Injected(null, worker);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnWorkerConfiguration {

		@Bean
		ParentWorker ownWorker() {
			return ParentWorker.spawn(JavaWorkerCommand.create(PROGRAM, List.of())).name("own").build();
		}

	}

	static class Events {

		final List<String> customized = new CopyOnWriteArrayList<>();

		final List<String> calls = new CopyOnWriteArrayList<>();

		final List<WorkerState> states = new CopyOnWriteArrayList<>();

		CallInterceptor.Completion call(String who, OutgoingCall call) {
			this.calls.add(who + " " + call.function());
			return CallInterceptor.Completion.NONE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Events.class)
	static class HooksConfiguration {

		@Bean
		@Order(2)
		ParentWorkerCustomizer second(Events events) {
			return (name, builder) -> events.customized.add("second " + name);
		}

		@Bean
		@Order(1)
		ParentWorkerCustomizer first(Events events) {
			return (name, builder) -> events.customized.add("first " + name);
		}

		@Bean
		@Order(2)
		CallInterceptor inner(Events events) {
			return (call) -> events.call("inner", call);
		}

		@Bean
		@Order(1)
		CallInterceptor outer(Events events) {
			return (call) -> events.call("outer", call);
		}

		@Bean
		ParentWorkerListener states(Events events) {
			return new ParentWorkerListener() {

				@Override
				public void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
					events.states.add(to);
				}

			};
		}

	}

}

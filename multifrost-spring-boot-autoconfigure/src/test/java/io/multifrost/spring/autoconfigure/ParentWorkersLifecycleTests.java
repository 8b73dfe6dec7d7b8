package io.multifrost.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

import io.multifrost.WorkerStartException;
import io.multifrost.internal.message.ValueWarmUp;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ParentWorkersLifecycle}.
 */
class ParentWorkersLifecycleTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class));

	@Test
	void workersRunBeforeOtherBeansStartAndUntilTheyHaveStopped() {
		List<Long> results = new CopyOnWriteArrayList<>();
		this.contextRunner.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName())
			.withBean(CallingLifecycle.class, results)
			.run((context) -> assertThat(results).containsExactly(3L));
		assertThat(results).containsExactly(3L, 7L);
	}

	@Test
	void eachStartIsAStepOfTheStartup() {
		BufferingApplicationStartup startup = new BufferingApplicationStartup(1000);
		this.contextRunner.withInitializer((context) -> context.setApplicationStartup(startup))
			.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
					"multifrost.parents.idle.main-class=Idle", "multifrost.parents.idle.auto-startup=false")
			.run((context) -> assertThat(startup.getBufferedTimeline().getEvents())
				.filteredOn((event) -> event.getStartupStep().getName().equals("multifrost.worker.start"))
				.singleElement()
				.satisfies((event) -> assertThat(event.getStartupStep().getTags())
					.extracting((tag) -> tag.getKey() + "=" + tag.getValue())
					.containsExactly("worker=math", "mode=SPAWN", "state=RUNNING")));
	}

	@Test
	void whatConvertsRecordsIsLoadedBesideTheStart() {
		Logger logger = (Logger) LoggerFactory.getLogger(ValueWarmUp.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		logger.setLevel(Level.DEBUG);
		try {
			this.contextRunner
				.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName())
				.run((context) -> await()
					.untilAsserted(() -> assertThat(appender.list).extracting(ILoggingEvent::getThreadName)
						.containsExactly("multifrost-warm-up")));
		}
		finally {
			logger.detachAppender(appender);
			logger.setLevel(null);
		}
	}

	@Test
	void workersAreStartedAtTheSameTime() {
		List<WorkerState> states = new CopyOnWriteArrayList<>();
		ApplicationContextRunner runner = this.contextRunner.withBean(ParentWorkerListener.class,
				() -> new ParentWorkerListener() {

					@Override
					public void onStateChange(String worker, WorkerState from, WorkerState to,
							@Nullable Throwable cause) {
						states.add(to);
					}

				});
		for (String name : List.of("a", "b", "c")) {
			runner = runner.withPropertyValues("multifrost.parents." + name + ".executable=sleep",
					"multifrost.parents." + name + ".arguments=60", "multifrost.parents." + name + ".start-timeout=1s");
		}
		runner.run((context) -> assertThat(context).hasFailed());
		assertThat(states).startsWith(WorkerState.STARTING, WorkerState.STARTING, WorkerState.STARTING);
	}

	@Test
	void aFailedStartEndsTheOthersAtOnceAndIsTheReasonThatIsTold() {
		ParentWorkers[] workers = new ParentWorkers[1];
		long begin = System.nanoTime();
		this.contextRunner
			.withPropertyValues("multifrost.parents.slow.executable=sleep", "multifrost.parents.slow.arguments=60",
					"multifrost.parents.slow.start-timeout=30s", "multifrost.parents.broken.executable=sh",
					"multifrost.parents.broken.arguments[0]=-c", "multifrost.parents.broken.arguments[1]=exit 3")
			.withBean(WorkersKeeper.class, (Object) workers)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context).getFailure()
					.hasCauseInstanceOf(WorkerStartException.class)
					.cause()
					.hasMessageContaining("Worker 'broken'");
			});
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
		assertThat(workers[0].stream().map(ParentWorker::state)).doesNotContain(WorkerState.RUNNING,
				WorkerState.STARTING);
		// The watchdog, a process as well, ends soon after the last worker.
		await().untilAsserted(() -> assertThat(ProcessHandle.current().descendants()).isEmpty());
	}

	@Test
	void anApplicationContextThatIsStoppedAndStartedAgainHasRunningWorkers() {
		this.contextRunner.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName())
			.run((context) -> {
				ParentWorker math = context.getBean(ParentWorker.class);
				context.stop();
				assertThat(math.state()).isEqualTo(WorkerState.STOPPED);
				context.start();
				assertThat(math.call("add", Long.class, 1, 2)).isEqualTo(3L);
			});
	}

	static class WorkersKeeper {

		WorkersKeeper(ParentWorkers[] keep, ParentWorkers workers) {
			keep[0] = workers;
		}

	}

	static class CallingLifecycle implements SmartLifecycle {

		private final List<Long> results;

		private final ParentWorkers workers;

		private volatile boolean running;

		CallingLifecycle(List<Long> results, ParentWorkers workers) {
			this.results = results;
			this.workers = workers;
		}

		@Override
		public void start() {
			this.results.add(this.workers.get("math").call("add", Long.class, 1, 2));
			this.running = true;
		}

		@Override
		public void stop() {
			this.results.add(this.workers.get("math").call("add", Long.class, 3, 4));
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

}

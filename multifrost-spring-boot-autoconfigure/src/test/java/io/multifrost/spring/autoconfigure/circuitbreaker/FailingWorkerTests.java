package io.multifrost.spring.autoconfigure.circuitbreaker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.StateTransition;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;

import io.multifrost.CallTimeoutException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.autoconfigure.MultifrostParentAutoConfiguration;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the circuit breaker of a real process does when that dies or stands still.
 */
@Timeout(60)
class FailingWorkerTests {

	private static final int THRESHOLD = 5;

	private final Recoveries recoveries = new Recoveries();

	private final List<StateTransition> transitions = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class,
				MultifrostCircuitBreakerAutoConfiguration.class))
		.withBean(ParentWorkerListener.class, () -> this.recoveries)
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
				"multifrost.parents.math.circuit-breaker.wait-duration=2s",
				"multifrost.parents.math.restart.initial-backoff=10ms",
				"multifrost.parents.math.heartbeat.interval=500ms", "multifrost.parents.math.heartbeat.timeout=500ms");

	private final ApplicationContextRunner withRestart = this.contextRunner
		.withPropertyValues("multifrost.parents.math.auto-restart=true");

	private ParentWorker math;

	private CircuitBreaker breaker;

	@Test
	void aDeathWithoutCallsIsOneFailure() {
		run(this.withRestart, (context) -> {
			kill();
			assertThat(this.breaker.getMetrics().getNumberOfFailedCalls()).isOne();
		});
	}

	@Test
	void aDeathWithCallsIsOneFailureToo() {
		run(this.withRestart, (context) -> {
			List<CompletableFuture<Void>> calls = Stream
				.generate(() -> this.math.callAsync("sleep", Void.class, 60_000))
				.limit(THRESHOLD)
				.toList();
			await().until(() -> this.math.inFlight() == THRESHOLD);
			kill();
			assertThat(calls).allSatisfy((call) -> assertThat(call).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withCauseInstanceOf(WorkerExitedException.class));
			assertThat(this.breaker.getMetrics().getNumberOfFailedCalls()).isOne();
		});
	}

	@Test
	void deathsInARowOpenItAndItClosesWhenTheWorkerIsBackWithoutTraffic() {
		run(this.withRestart.withPropertyValues("multifrost.parents.math.circuit-breaker.failure-threshold=2"),
				(context) -> {
					kill();
					kill();
					await().untilAsserted(
							() -> assertThat(this.transitions).containsExactly(StateTransition.CLOSED_TO_OPEN,
									StateTransition.OPEN_TO_HALF_OPEN, StateTransition.HALF_OPEN_TO_CLOSED));
				});
	}

	@Test
	void fiveTimeoutsOfAWorkerThatStandsStillOpenItAndItClosesWhenTheWorkerGoesOn() {
		run(this.contextRunner, (context) -> {
			signal("STOP");
			timeOut();
			assertRefusedWithoutBeingSent();
			// As long as the worker stands still, trials fail.
			await().atMost(Duration.ofSeconds(20))
				.until(() -> this.transitions.contains(StateTransition.HALF_OPEN_TO_OPEN));
			signal("CONT");
			await().atMost(Duration.ofSeconds(20)).until(() -> this.breaker.getState() == State.CLOSED);
			assertThat(this.math.call("add", Long.class, 1, 2)).isEqualTo(3);
		});
	}

	@Test
	void fiveTimeoutsOfAWorkerThatIsReplacedForItOpenItAndItClosesWhenTheNextIsThere() {
		run(this.withRestart.withPropertyValues("multifrost.parents.math.heartbeat.max-misses=2"), (context) -> {
			long pid = this.math.pid().orElseThrow();
			signal("STOP");
			timeOut();
			assertRefusedWithoutBeingSent();
			await().atMost(Duration.ofSeconds(20))
				.until(() -> this.recoveries.count.get() == 1 && this.breaker.getState() == State.CLOSED);
			assertThat(this.math.call("pid", Long.class)).isNotEqualTo(pid);
		});
	}

	private void run(ApplicationContextRunner runner, ContextConsumer<ApplicationContext> test) {
		runner.run((context) -> {
			this.math = context.getBean(ParentWorker.class);
			this.breaker = context.getBean(CircuitBreakerRegistry.class).find("multifrost-math").orElseThrow();
			this.breaker.getEventPublisher()
				.onStateTransition((event) -> this.transitions.add(event.getStateTransition()));
			test.accept(context);
		});
	}

	/**
	 * Kill the process, and wait until the next one runs and all listeners know.
	 */
	private void kill() throws IOException, InterruptedException {
		int before = this.recoveries.count.get();
		signal("KILL");
		await().atMost(Duration.ofSeconds(20)).until(() -> this.recoveries.count.get() == before + 1);
	}

	private void signal(String name) throws IOException, InterruptedException {
		String pid = Long.toString(this.math.pid().orElseThrow());
		assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
	}

	/**
	 * All at once, so that no heartbeat is missed among them.
	 */
	private void timeOut() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));
		List<CompletableFuture<Long>> calls = Stream
			.generate(() -> this.math.callAsync(options, "add", Long.class, 1, 2))
			.limit(THRESHOLD)
			.toList();
		assertThat(this.breaker.getState()).isEqualTo(State.CLOSED);
		assertThat(calls).allSatisfy((call) -> assertThat(call).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(CallTimeoutException.class));
		await().until(() -> this.breaker.getState() == State.OPEN);
	}

	private void assertRefusedWithoutBeingSent() {
		long sent = this.math.snapshot().instances().get(0).calls();
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.math.call("add", Long.class, 1, 2))
			.withCauseInstanceOf(CallNotPermittedException.class);
		assertThat(this.math.snapshot().instances().get(0).calls()).isEqualTo(sent);
	}

	/**
	 * Notes when a worker is back: what has led to that was told before.
	 */
	private static final class Recoveries implements ParentWorkerListener {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public void onStateChange(String worker, WorkerState from, WorkerState to, @Nullable Throwable cause) {
			if (from == WorkerState.RECOVERING && to == WorkerState.RUNNING) {
				this.count.incrementAndGet();
			}
		}

	}

}

package io.multifrost.spring.circuitbreaker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.multifrost.CallTimeoutException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.CallInterceptor.Completion;
import io.multifrost.parent.OutgoingCall;
import io.multifrost.parent.WorkerInstance;
import io.multifrost.parent.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WorkerCircuitBreaker}: what counts, and what opens and closes it.
 */
class WorkerCircuitBreakerTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final WorkerInstance INSTANCE = new WorkerInstance("math", 1, 4711L, null);

	private static final RuntimeException TIMEOUT = new CallTimeoutException("math", "add", Duration.ofSeconds(1),
			"no matter");

	private final OutgoingCall call = mock(OutgoingCall.class);

	private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();

	private WorkerCircuitBreaker breaker = create(new CircuitBreakerSettings(3, LONG, false));

	@Test
	void opensAfterFailuresInARowAndNotBefore() {
		fail(TIMEOUT, 2);
		succeed();
		fail(TIMEOUT, 2);
		assertThat(state()).isEqualTo(State.CLOSED);
		fail(TIMEOUT, 1);
		assertThat(state()).isEqualTo(State.OPEN);
	}

	@Test
	void refusesWithTheReasonAndWhatToDo() {
		fail(TIMEOUT, 3);
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(() -> this.breaker.before(this.call))
			.withMessageContaining("'multifrost-math' is OPEN")
			.withMessageContaining(TIMEOUT.getMessage())
			.withMessageContaining("reset it by hand")
			.withCauseInstanceOf(CallNotPermittedException.class)
			.matches(WorkerUnavailableException::isRefused);
	}

	@Test
	void lostConnectionsAndLateFuturesCount() {
		fail(new CompletionException(new WorkerUnavailableException("math", "its connection was lost")), 3);
		assertThat(state()).isEqualTo(State.OPEN);
	}

	@Test
	void whatIsNotTheWorkersFaultDoesNotCount() {
		fail(WorkerUnavailableException.refused("math", "too many calls", null), 5);
		fail(new ValueConversionException("no form on the wire"), 5);
		fail(new CancellationException(), 5);
		assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
	}

	@Test
	void errorsOfFunctionsAreAnswersUnlessAskedFor() {
		RemoteCallException error = new RemoteCallException("math", "divide", "ZeroDivisionError: by zero");
		fail(TIMEOUT, 2);
		fail(error, 1);
		fail(TIMEOUT, 2);
		assertThat(state()).isEqualTo(State.CLOSED);
		this.registry.remove("multifrost-math");
		this.breaker = create(new CircuitBreakerSettings(3, LONG, true));
		fail(error, 3);
		assertThat(state()).isEqualTo(State.OPEN);
	}

	@Test
	void missedHeartbeatsCountAndAnAnsweredOneClosesTheHalfOpenBreaker() {
		for (int misses = 1; misses <= 3; misses++) {
			this.breaker.onHeartbeatMissed(INSTANCE, misses);
		}
		assertThat(state()).isEqualTo(State.OPEN);
		this.breaker.onHeartbeat(INSTANCE, Duration.ofMillis(1));
		assertThat(state()).isEqualTo(State.OPEN);
		breaker().transitionToHalfOpenState();
		this.breaker.onHeartbeat(INSTANCE, Duration.ofMillis(1));
		assertThat(state()).isEqualTo(State.CLOSED);
	}

	@Test
	void aDeathCountsOnceHoweverManyCallsHaveWaited() {
		WorkerExitedException death = new WorkerExitedException("math", 4711, 137, Duration.ofSeconds(1), List.of());
		this.breaker.onLost(INSTANCE, 0, death);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isOne();
		this.breaker.onLost(INSTANCE, 5, death);
		fail(death, 5);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
		this.breaker.onLost(INSTANCE, 0, death);
		assertThat(state()).isEqualTo(State.OPEN);
	}

	@Test
	void aDeathDuringTheTrialOpensItAgain() {
		fail(TIMEOUT, 3);
		breaker().transitionToHalfOpenState();
		Completion trial = this.breaker.before(this.call);
		WorkerExitedException death = new WorkerExitedException("math", 4711, 137, Duration.ofSeconds(1), List.of());
		trial.ended(death);
		this.breaker.onLost(INSTANCE, 1, death);
		assertThat(state()).isEqualTo(State.OPEN);
	}

	@Test
	void aLostConnectionWithoutCallsCountsOnce() {
		WorkerUnavailableException loss = new WorkerUnavailableException("math", "its connection was lost");
		this.breaker.onLost(INSTANCE, 0, loss);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isOne();
		this.breaker.onLost(INSTANCE, 1, loss);
		fail(loss, 1);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
	}

	@Test
	void aWorkerThatIsGivenUpForItsHeartbeatsHasFailedWithThem() {
		this.breaker.onHeartbeatMissed(INSTANCE, 1);
		this.breaker.onUnresponsive(INSTANCE);
		this.breaker.onLost(INSTANCE, 0, new WorkerUnavailableException("math", "it did not answer"));
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isOne();
		this.breaker.onLost(INSTANCE, 0, new WorkerUnavailableException("math", "its connection was lost"));
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isEqualTo(2);
	}

	@Test
	void aHeartbeatClosesItAlsoWhileACallThatHangsHoldsTheOnlyPermission() {
		fail(TIMEOUT, 3);
		breaker().transitionToHalfOpenState();
		this.breaker.before(this.call);
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(() -> this.breaker.before(this.call));
		this.breaker.onHeartbeat(INSTANCE, Duration.ofMillis(1));
		assertThat(state()).isEqualTo(State.CLOSED);
	}

	@Test
	void aFailedTrialOpensItAgain() {
		fail(TIMEOUT, 3);
		breaker().transitionToHalfOpenState();
		fail(TIMEOUT, 1);
		assertThat(state()).isEqualTo(State.OPEN);
	}

	@Test
	void aWorkerThatIsStartedByHandBeginsWithAClosedBreaker() {
		fail(TIMEOUT, 3);
		this.breaker.onStateChange("math", WorkerState.RECOVERING, WorkerState.RUNNING, null);
		assertThat(state()).isEqualTo(State.OPEN);
		this.breaker.onStateChange("math", WorkerState.FAILED, WorkerState.STARTING, null);
		assertThat(state()).isEqualTo(State.CLOSED);
		fail(TIMEOUT, 2);
		this.breaker.onStateChange("math", WorkerState.FAILED, WorkerState.STARTING, null);
		assertThat(breaker().getMetrics().getNumberOfFailedCalls()).isZero();
	}

	@Test
	void aBreakerThatTheRegistryHasAlreadyIsTakenAsItIs() {
		CircuitBreaker own = this.registry.circuitBreaker("multifrost-other",
				CircuitBreakerConfig.custom()
					.slidingWindowSize(2)
					.minimumNumberOfCalls(2)
					.waitDurationInOpenState(Duration.ofMillis(1))
					.permittedNumberOfCallsInHalfOpenState(1)
					.build());
		this.breaker = new WorkerCircuitBreaker("other", this.registry, CircuitBreakerSettings.DEFAULTS);
		fail(TIMEOUT, 2);
		assertThat(own.getState()).isEqualTo(State.OPEN);
		// It does not leave this state by itself, but a heartbeat asks it to.
		await().until(() -> {
			this.breaker.onHeartbeat(INSTANCE, Duration.ofMillis(1));
			return own.getState() == State.CLOSED;
		});
	}

	private WorkerCircuitBreaker create(CircuitBreakerSettings settings) {
		return new WorkerCircuitBreaker("math", this.registry, settings);
	}

	private CircuitBreaker breaker() {
		return this.registry.find("multifrost-math").orElseThrow();
	}

	private State state() {
		return breaker().getState();
	}

	private void succeed() {
		end(null);
	}

	private void fail(Throwable failure, int times) {
		for (int i = 0; i < times; i++) {
			end(failure);
		}
	}

	private void end(@Nullable Throwable failure) {
		Completion completion = this.breaker.before(this.call);
		completion.ended(failure);
	}

}

package io.multifrost.internal.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import io.multifrost.CallTimeoutException;
import io.multifrost.ProtocolVersion;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.DeadlineSweep;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PendingCalls} and {@link DeadlineSweep}.
 */
class PendingCallsTests {

	private static final Message ANSWER = new Failure(ProtocolVersion.V3, "id", "done", Map.of());

	private final RecordingChannel channel = new RecordingChannel();

	private final List<Runnable> timers = this.channel.timers;

	private final List<Duration> delays = this.channel.delays;

	private final PendingCalls calls = new PendingCalls("math", () -> 2, this.channel);

	@Test
	void givesACallToTheOneThatEndsIt() {
		AsyncCall call = call("a", null);
		this.calls.register(call);
		assertThat(this.calls.remove("a")).isSameAs(call);
		assertThat(this.calls.remove("a")).isNull();
		assertThat(this.calls.remove(call)).isFalse();
		assertThat(this.calls.remove((String) null)).isNull();
		assertThat(this.calls.size()).isZero();
	}

	@Test
	void aCallThatARetiredTableRefusesIsStillWanted() {
		PendingCalls retired = new PendingCalls("math", () -> 2, this.channel);
		retired.retire();
		AsyncCall call = call("a", null);
		assertThat(retired.register(call)).isFalse();
		assertThat(retired.size()).isZero();
		assertThat(this.calls.register(call)).isTrue();
		assertThat(call.isWanted()).as("it is sent from the next table").isTrue();
		assertThat(this.calls.remove(call)).isTrue();
		assertThat(call.isWanted()).isFalse();
	}

	@Test
	void refusesMoreThanItsLimit() {
		this.calls.register(call("a", null));
		this.calls.register(call("b", null));
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.calls.register(call("c", null)))
			.withMessageContaining("max-in-flight");
		assertThat(this.calls.size()).isEqualTo(2);
		assertThat(this.calls.remove("c")).isNull();
	}

	@Test
	void endsAllCallsWithTheFirstCauseWhenItIsClosed() {
		AsyncCall call = call("a", null);
		this.calls.register(call);
		this.calls.close(() -> new IllegalStateException("first"));
		this.calls.close(() -> new IllegalStateException("second"));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> call.future().join())
			.withMessageContaining("first");
		assertThat(this.calls.register(call("b", null))).isFalse();
		assertThat(this.calls.size()).isZero();
	}

	@Test
	void isDrainedWhenTheLastCallOfARetiredTableEnds() {
		AsyncCall call = call("a", null);
		this.calls.register(call);
		CompletableFuture<Void> drained = this.calls.retire();
		assertThat(this.calls.register(call("b", null))).isFalse();
		assertThat(drained).isNotDone();
		this.calls.remove("a");
		assertThat(drained).isDone();
	}

	@Test
	void endsCallsWhoseTimeIsOverAndKeepsTheOthers() {
		AsyncCall late = call("a", Duration.ZERO);
		AsyncCall early = call("b", Duration.ofHours(1));
		this.calls.register(early);
		this.calls.register(late);
		this.timers.get(this.timers.size() - 1).run();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> late.future().join())
			.withCauseInstanceOf(CallTimeoutException.class);
		assertThat(early.future()).isNotDone();
		assertThat(this.calls.size()).isEqualTo(1);
		Duration next = this.delays.get(this.delays.size() - 1);
		assertThat(next).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
	}

	@Test
	void setsOneTimerForManyCallsWithTheSameTimeout() {
		PendingCalls many = new PendingCalls("math", () -> 1000, this.channel);
		for (int i = 0; i < 1000; i++) {
			many.register(call("call " + i, Duration.ofSeconds(30)));
		}
		assertThat(this.timers).hasSize(1);
	}

	@Test
	void bearsATimeoutOfAllTheTimeThereIs() {
		AsyncCall call = call("a", Duration.ofSeconds(Long.MAX_VALUE));
		this.calls.register(call);
		List.copyOf(this.timers).forEach(Runnable::run);
		assertThat(call.future()).isNotDone();
		assertThat(call.request().nanosLeft(System.nanoTime())).isGreaterThan(Long.MAX_VALUE / 2);
		assertThat(this.delays).allSatisfy(
				(delay) -> assertThat(delay).isBetween(Duration.ofDays(36_500), Duration.ofNanos(Long.MAX_VALUE / 2)));
	}

	@Test
	void setsNoTimerForCallsWithoutADeadline() {
		this.calls.register(call("a", null));
		assertThat(this.timers).isEmpty();
	}

	@Test
	void hintsAtCallsThatWereGivenUpAndNotAnswered() {
		AsyncCall given = call("a", null);
		AsyncCall answered = call("b", null);
		this.calls.register(given);
		this.calls.register(answered);
		this.calls.remove("b");
		assertThat(this.calls.abandon(given)).isTrue();
		assertThat(this.calls.abandon(given)).isFalse();
		assertThat(this.calls.abandon(answered)).isFalse();
		assertThat(this.channel.cancelled()).containsExactly("a");
	}

	@Test
	void endsACallOnceWhateverComesLater() {
		AsyncCall call = call("a", null);
		this.calls.register(call);
		call.answer(ANSWER, new CompletionBatcher());
		this.calls.close(() -> new IllegalStateException("late"));
		assertThat(call.future().join()).isSameAs(ANSWER);
	}

	@Test
	void endsTheCallWhenTheExecutorRefuses() {
		AsyncCall call = new AsyncCall(request("a", null), SharedExecutors.shielded((task) -> {
			throw new RejectedExecutionException("full");
		}), (reply) -> reply, new CompletableFuture<>(), (ended, failure) -> {
		}, 0, null);
		call.answer(ANSWER, new CompletionBatcher());
		assertThat(call.future().join()).isSameAs(ANSWER);
	}

	@Test
	void endsTheCallAlsoWhereItCannotBeSentAgain() {
		AsyncCall call = new AsyncCall(request("a", null), Runnable::run, (reply) -> reply, new CompletableFuture<>(),
				(lost, loss) -> {
					throw new IllegalStateException("cannot be written again");
				}, 1, null);
		call.fail(() -> new WorkerExitedException("math", 1, 1, Duration.ZERO, List.of()));
		assertThat(call.future()).isCompletedExceptionally();
		AsyncCall odd = call("b", null);
		odd.fail(() -> {
			throw new IllegalStateException("no exception");
		});
		assertThat(odd.future()).isCompletedExceptionally();
	}

	private static AsyncCall call(String id, Duration timeout) {
		return new AsyncCall(request(id, timeout), Runnable::run, (reply) -> reply, new CompletableFuture<>(),
				(ended, failure) -> {
				}, 0, null);
	}

	private static Request request(String id, Duration timeout) {
		return new Request(id, "add", timeout, System.nanoTime(), false, new byte[0], Set.of(), null);
	}

}

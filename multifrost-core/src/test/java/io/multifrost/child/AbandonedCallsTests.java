package io.multifrost.child;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a worker does with calls that nobody waits for any more.
 */
@Timeout(60)
class AbandonedCallsTests {

	private final RawParent parent = new RawParent();

	private final Functions functions = new Functions();

	@AfterEach
	void stop() {
		this.functions.pass.release(1000);
		this.functions.stage.complete("end of test");
		this.parent.close();
	}

	@Test
	void callWhoseDeadlineHasPassedIsNotRun() throws Exception {
		ChildWorker worker = start(false);
		String busy = this.parent.call("hold");
		this.functions.entered.acquire();
		String late = this.parent.send(until("note", now() + 0.001, "late"));
		String early = this.parent.send(until("note", now() + 60, "early"));
		await().until(() -> now() > this.functions.started + 0.1);
		this.functions.pass.release();
		assertThat(error(late)).startsWith("DeadlineExceeded: ");
		assertThat(this.parent.answerTo(early)).containsEntry("type", "response");
		assertThat(this.parent.answerTo(busy)).containsEntry("result", "passed");
		assertThat(this.functions.noted).containsExactly("early");
		assertThat(worker.expiredCalls()).isEqualTo(1);
	}

	@Test
	void callWhoseDeadlineIsNoTimeIsRun() {
		ChildWorker worker = start(true);
		for (Object garbage : Arrays.asList("yesterday", Double.NaN, -1.0, 0, Double.POSITIVE_INFINITY, null, true,
				List.of(1), Map.of("at", 1))) {
			assertThat(this.parent.answerTo(this.parent.send(until("note", garbage, "run")))).containsEntry("type",
					"response");
		}
		assertThat(this.functions.noted).hasSize(9);
		assertThat(worker.expiredCalls()).isZero();
	}

	@Test
	void functionIsLeftAloneUnlessItMayBeInterrupted() throws Exception {
		start(false);
		double deadline = now() + 0.2;
		String id = this.parent.send(until("hold", deadline));
		this.functions.entered.acquire();
		cancel(id);
		await().until(() -> now() > deadline + 0.1);
		this.parent.answerTo(this.parent.send(this.parent.message("heartbeat")));
		this.functions.pass.release();
		assertThat(this.parent.answerTo(id)).containsEntry("result", "passed");
	}

	@Test
	void functionIsInterruptedAtItsDeadline() {
		start(true);
		double deadline = now() + 0.3;
		String id = this.parent.send(until("hold", deadline));
		assertThat(error(id)).startsWith("DeadlineExceeded: ");
		assertThat(now()).isGreaterThanOrEqualTo(deadline - 0.001);
		assertThat(this.parent.ask("isInterrupted")).containsEntry("result", false);
	}

	@Test
	void functionThatPaysNoHeedLeavesNoInterruptBehind() throws Exception {
		start(true);
		String id = this.parent.send(until("spinUntilInterrupted", now() + 0.1));
		assertThat(this.parent.answerTo(id)).containsEntry("result", true);
		assertThat(this.parent.ask("isInterrupted")).containsEntry("result", false);
	}

	@Test
	void interruptsNoCallButTheOneWhoseDeadlineItIs() {
		start(true);
		for (int i = 0; i < 300; i++) {
			// The deadline is near the end of the function, a little before or after.
			this.parent.send(until("spin", now() + 0.0005 * (i % 4 + 1), 1_000_000));
			assertThat(this.parent.ask("isInterrupted")).containsEntry("result", false);
		}
	}

	@Test
	void functionWhoseCallWasGivenUpIsInterrupted() throws Exception {
		start(true);
		String id = this.parent.call("hold");
		this.functions.entered.acquire();
		cancel(this.parent.call("isInterrupted"));
		cancel(id);
		assertThat(error(id)).startsWith("InterruptedException");
		assertThat(this.parent.ask("isInterrupted")).containsEntry("result", false);
	}

	@Test
	void waitingCallThatWasGivenUpIsNeitherRunNorAnswered() throws Exception {
		ChildWorker worker = this.parent.start(this.functions, (builder) -> builder.concurrency(1).queueCapacity(2));
		String busy = this.parent.call("hold");
		this.functions.entered.acquire();
		cancel(this.parent.call("note", "dropped"));
		String kept = this.parent.call("note", "kept");
		cancel(this.parent.call("note", "dropped too"));
		// There is room for it, since two of the four have left the line.
		String last = this.parent.call("note", "last");
		await().until(() -> worker.cancelledCalls() == 2);
		this.functions.pass.release();
		assertThat(this.parent.answerTo(busy)).containsEntry("result", "passed");
		assertThat(this.parent.answerTo(kept)).containsEntry("type", "response");
		assertThat(this.parent.answerTo(last)).containsEntry("type", "response");
		assertThat(this.functions.noted).containsExactly("kept", "last");
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void hintsAtOtherCallsChangeNothing() throws Exception {
		ChildWorker worker = start(false);
		String busy = this.parent.call("hold");
		this.functions.entered.acquire();
		Map<String, Object> twin = this.parent.message("note", List.of("twin"));
		this.parent.send(twin);
		this.parent.send(twin);
		cancel("unknown");
		Map<String, Object> without = this.parent.message("cancel");
		without.remove("id");
		this.parent.send(without);
		cancel(String.valueOf(twin.get("id")));
		cancel(String.valueOf(twin.get("id")));
		await().until(() -> worker.cancelledCalls() == 1);
		this.functions.pass.release();
		assertThat(this.parent.answerTo(busy)).containsEntry("result", "passed");
		assertThat(this.parent.answerTo(String.valueOf(twin.get("id")))).containsEntry("type", "response");
		cancel(busy);
		assertThat(this.parent.ask("isInterrupted")).containsEntry("result", false);
		assertThat(this.functions.noted).containsExactly("twin");
		assertThat(worker.cancelledCalls()).isEqualTo(1);
	}

	@Test
	void oneAtATimeWaitsForTheStageOfTheCallBefore() throws Exception {
		start(false);
		String first = this.parent.call("later");
		String second = this.parent.call("note", "second");
		this.functions.entered.acquire();
		this.parent.answerTo(this.parent.send(this.parent.message("heartbeat")));
		assertThat(this.functions.noted).isEmpty();
		this.functions.stage.complete("done");
		assertThat(this.parent.next()).containsEntry("id", first).containsEntry("result", "done");
		assertThat(this.parent.answerTo(second)).containsEntry("type", "response");
	}

	@Test
	void oneAtATimeWaitsForAStageNoLongerThanItsDeadline() {
		start(true);
		String first = this.parent.send(until("later", now() + 0.2));
		assertThat(this.parent.ask("isInterrupted")).containsEntry("result", false);
		this.functions.stage.complete("done");
		assertThat(this.parent.answerTo(first)).containsEntry("result", "done");
	}

	@Test
	void tellsAFunctionItsDeadline() {
		start(false);
		assertThat(this.parent.answerTo(this.parent.send(until("deadline", 4_000_000_000.25)))).containsEntry("result",
				4_000_000_000_250L);
		assertThat(this.parent.ask("deadline")).containsEntry("result", -1L);
	}

	private ChildWorker start(boolean interrupt) {
		return this.parent.start(this.functions, (builder) -> builder.concurrency(1).interruptFunctions(interrupt));
	}

	private static double now() {
		return System.currentTimeMillis() / 1000.0;
	}

	private Map<String, Object> until(String function, Object deadline, Object... arguments) {
		Map<String, Object> call = this.parent.message(function, List.of(arguments));
		Map<String, Object> metadata = new HashMap<>();
		metadata.put("deadline", deadline);
		call.put("metadata", metadata);
		return call;
	}

	private void cancel(String id) {
		Map<String, Object> hint = this.parent.message("cancel");
		hint.put("id", id);
		this.parent.send(hint);
	}

	private String error(String id) {
		Map<String, Object> answer = this.parent.answerTo(id);
		assertThat(answer).containsEntry("type", "error");
		return (String) answer.get("error");
	}

	/**
	 * What the worker serves.
	 */
	public static class Functions {

		private final double started = now();

		private final Semaphore entered = new Semaphore(0);

		private final Semaphore pass = new Semaphore(0);

		private final CompletableFuture<String> stage = new CompletableFuture<>();

		private final List<String> noted = new CopyOnWriteArrayList<>();

		public String hold() throws InterruptedException {
			this.entered.release();
			this.pass.acquire();
			return "passed";
		}

		public void note(String text) {
			this.noted.add(text);
		}

		public boolean isInterrupted() {
			return Thread.currentThread().isInterrupted();
		}

		public boolean spinUntilInterrupted() {
			while (!Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
			}
			return true;
		}

		public void spin(long nanos) {
			long end = System.nanoTime() + nanos;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}

		public CompletionStage<String> later() {
			this.entered.release();
			return this.stage;
		}

		public long deadline(CallContext context) {
			return (context.deadline() != null) ? context.deadline().toEpochMilli() : -1;
		}

	}

}

package io.multifrost.child;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.CodecLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How a worker bears many calls, busy threads and bytes that are no messages.
 */
@Timeout(60)
class ChildWorkerLoadTests {

	private static final byte[] EMPTY = new byte[0];

	private final RawParent parent = new RawParent();

	private final Gate gate = new Gate();

	@AfterEach
	void stop() {
		this.gate.pass.release(1000);
		this.parent.close();
	}

	@Test
	void answersHeartbeatsWhileAllThreadsAreBusy() {
		start((builder) -> builder.concurrency(2));
		List<String> calls = List.of(this.parent.call("hold", 1), this.parent.call("hold", 2),
				this.parent.call("hold", 3));
		awaitEntered(2);
		Map<String, Object> heartbeat = this.parent.message("heartbeat");
		Map<String, Object> metadata = Map.of("hb_timestamp", 1234.5, "hb_response", false, "own",
				Map.of("list", List.of(1L, "two")));
		heartbeat.put("metadata", metadata);
		Map<String, Object> answer = this.parent.answerTo(this.parent.send(heartbeat));
		assertThat(answer).containsEntry("type", "heartbeat").doesNotContainKey("args");
		assertThat(answer).extractingByKey("metadata")
			.isEqualTo(Map.of("hb_timestamp", 1234.5, "hb_response", true, "own", Map.of("list", List.of(1L, "two"))));
		this.gate.pass.release(3);
		calls.forEach((id) -> assertThat(this.parent.answerTo(id)).containsEntry("type", "response"));
	}

	@Test
	void echoesTheArgumentsOfAHeartbeatAsNodeSendsIt() {
		start(UnaryOperator.identity());
		Map<String, Object> heartbeat = this.parent.message("heartbeat");
		heartbeat.put("args", List.of(1_700_000_000_000L));
		heartbeat.put("timestamp", 1_700_000_000L);
		assertThat(this.parent.answerTo(this.parent.send(heartbeat))).containsEntry("args", List.of(1_700_000_000_000L))
			.containsEntry("metadata", Map.of("hb_response", true));
	}

	@Test
	void answersInTheOrderInWhichFunctionsFinish() {
		start((builder) -> builder.concurrency(2));
		String slow = this.parent.call("hold", 1);
		awaitEntered(1);
		String fast = this.parent.call("number", 2);
		assertThat(this.parent.next()).containsEntry("id", fast);
		this.gate.pass.release();
		assertThat(this.parent.next()).containsEntry("id", slow).containsEntry("result", 1L);
	}

	@Test
	void runsNoMoreAtOnceThanItIsAllowed() {
		start((builder) -> builder.concurrency(3));
		List<String> calls = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			calls.add(this.parent.call("hold", i));
		}
		awaitEntered(3);
		this.gate.pass.release(60);
		for (int i = 0; i < 60; i++) {
			assertThat(this.parent.answerTo(calls.get(i))).containsEntry("result", (long) i);
		}
		assertThat(this.gate.most).hasValue(3);
	}

	@Test
	void runsOneAfterTheOtherInTheOrderOfTheCalls() {
		start((builder) -> builder.concurrency(1));
		String first = this.parent.call("hold", -1);
		List<Long> numbers = new ArrayList<>();
		String last = first;
		for (long i = 0; i < 500; i++) {
			numbers.add(i);
			last = this.parent.call("number", i);
		}
		this.gate.pass.release();
		this.parent.answerTo(last);
		assertThat(this.gate.numbers).containsExactlyElementsOf(numbers);
		assertThat(this.gate.most).hasValue(1);
	}

	@Test
	void refusesAtOnceWhatItsQueueCannotHold() {
		start((builder) -> builder.concurrency(1).queueCapacity(2));
		String running = this.parent.call("hold", 1);
		awaitEntered(1);
		List<String> waiting = List.of(this.parent.call("number", 2), this.parent.call("number", 3));
		assertThat(this.parent.ask("number", 4)).containsEntry("type", "error")
			.containsEntry("error", "Worker is overloaded: 2 calls of this parent are waiting for one of its threads");
		// What needs no thread is answered all the same.
		assertThat(this.parent.ask("list_functions")).containsEntry("type", "response");
		this.gate.pass.release();
		assertThat(this.parent.answerTo(running)).containsEntry("result", 1L);
		waiting.forEach((id) -> assertThat(this.parent.answerTo(id)).containsEntry("type", "response"));
		assertThat(this.parent.ask("number", 5)).containsEntry("result", 5L);
		assertThat(this.gate.numbers).containsExactly(2L, 3L, 5L);
	}

	@Test
	void takesAsManyAtOnceAsItHasThreadsWhateverMayWait() {
		start((builder) -> builder.concurrency(4).queueCapacity(1));
		List<String> calls = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			calls.add(this.parent.call("hold", i));
		}
		assertThat(this.parent.ask("number", 6)).containsEntry("type", "error");
		awaitEntered(4);
		this.gate.pass.release(5);
		calls.forEach((id) -> assertThat(this.parent.answerTo(id)).containsEntry("type", "response"));
	}

	@Test
	void answersEachOfManyCallsOnceAndWithItsOwnAnswer() {
		start(UnaryOperator.identity());
		List<String> calls = new ArrayList<>();
		for (int i = 0; i < 5000; i++) {
			calls.add(this.parent.call("number", i));
		}
		for (int i = 0; i < 5000; i++) {
			assertThat(this.parent.answerTo(calls.get(i))).containsEntry("result", (long) i);
		}
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void bearsOtherFrames() {
		start(UnaryOperator.identity());
		byte[] call = RawParent.pack(this.parent.message("number", List.of(1)));
		this.parent.frames(EMPTY);
		this.parent.frames(call);
		this.parent.frames("x".getBytes(StandardCharsets.UTF_8), call);
		this.parent.frames(EMPTY, EMPTY, call);
		this.parent.frames(EMPTY, call, EMPTY);
		this.parent.frames(EMPTY, EMPTY);
		assertWorks();
	}

	@Test
	void bearsBytesThatAreNoMessages() {
		start(UnaryOperator.identity());
		Random random = new Random(1);
		Map<String, Object> message = this.parent.message("number", List.of(1));
		byte[] call = RawParent.pack(message);
		for (int i = 0; i < 2000; i++) {
			byte[] bytes = new byte[random.nextInt(64)];
			random.nextBytes(bytes);
			this.parent.frames(EMPTY, bytes);
		}
		for (int i = 0; i < call.length; i++) {
			this.parent.frames(EMPTY, Arrays.copyOf(call, i));
		}
		for (Object value : List.of(List.of(), Map.of(), "call", 5, Map.of(1, 2), List.of("app", "comlink_ipc_v3"))) {
			this.parent.frames(EMPTY, RawParent.pack(value));
		}
		assertThat(this.parent.ask("number", 7)).containsEntry("result", 7L);
		// Where the id could be read, its sender is told.
		assertThat(this.parent.stop()).allSatisfy(
				(answer) -> assertThat(answer).containsEntry("type", "error").containsEntry("id", message.get("id")));
		assertThat(this.gate.numbers).containsExactly(7L);
	}

	@Test
	void ignoresTypesThatAreNotForAWorker() {
		start(UnaryOperator.identity());
		for (String type : List.of("response", "error", "stdout", "stderr", "ready", "unheard-of", "")) {
			this.parent.send(this.parent.message(type));
		}
		assertWorks();
	}

	@Test
	void answersACallBeyondItsLimitsByItsId() {
		start((builder) -> builder.limits(CodecLimits.DEFAULTS.withMaxValueSize(100).withMaxEntries(16)));
		Map<String, Object> large = this.parent.message("number", List.of("x".repeat(101)));
		assertThat(this.parent.answerTo(this.parent.send(large))).containsEntry("type", "error")
			.extractingByKey("error")
			.asString()
			.contains("max-value-size", "101", "100");
		Map<String, Object> wide = this.parent.message("number", Collections.nCopies(17, 1));
		assertThat(this.parent.answerTo(this.parent.send(wide))).extractingByKey("error")
			.asString()
			.contains("max-entries");
		assertThat(this.parent.ask("number", 7)).containsEntry("result", 7L);
		assertThat(this.gate.numbers).containsExactly(7L);
	}

	@Test
	void givesUpAParentThatAnnouncesMuchMoreThanItMay() {
		ChildWorker worker = start((builder) -> builder.limits(CodecLimits.DEFAULTS.withMaxMessageSize(1000)));
		assertThat(this.parent.ask("number", 1)).containsEntry("result", 1L);
		// Up to twice the limit the message is read, and answered with an error.
		Map<String, Object> large = this.parent.message("number", List.of("x".repeat(1500)));
		assertThat(this.parent.answerTo(this.parent.send(large))).extractingByKey("error")
			.asString()
			.contains("max-message-size");
		this.parent.frames(EMPTY, new byte[10_000]);
		assertThat(worker.stopRequested()).succeedsWithin(Duration.ofSeconds(20));
	}

	private ChildWorker start(UnaryOperator<ChildWorkerBuilder> settings) {
		return this.parent.start(this.gate, settings);
	}

	private void assertWorks() {
		assertThat(this.parent.ask("number", 7)).containsEntry("result", 7L);
		assertThat(this.parent.stop()).isEmpty();
		assertThat(this.gate.numbers).containsExactly(7L);
	}

	private void awaitEntered(int count) {
		await().untilAsserted(() -> assertThat(this.gate.running).hasValue(count));
	}

	/**
	 * Functions that wait until they are let through.
	 */
	public static class Gate {

		private final Semaphore pass = new Semaphore(0);

		private final AtomicInteger running = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		private final List<Long> numbers = Collections.synchronizedList(new ArrayList<>());

		public long hold(long number) throws InterruptedException {
			int now = this.running.incrementAndGet();
			this.most.accumulateAndGet(now, Math::max);
			try {
				this.pass.acquire();
				return number;
			}
			finally {
				this.running.decrementAndGet();
			}
		}

		public long number(long number) {
			int now = this.running.incrementAndGet();
			this.most.accumulateAndGet(now, Math::max);
			this.numbers.add(number);
			this.running.decrementAndGet();
			return number;
		}

	}

}

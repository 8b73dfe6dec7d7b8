package io.multifrost.internal.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CompletionBatcherTests {

	private static final Message ANSWER = new Failure(ProtocolVersion.V3, "id", "done", Map.of());

	private final CompletionBatcher completions = new CompletionBatcher();

	@Test
	void theFirstDoesNotWaitForTheOthers() {
		List<AsyncCall> calls = answered(SharedExecutors.callbacks(), 2);
		await().until(() -> calls.get(0).future().isDone());
		assertThat(calls.get(1).future()).isNotDone();
		this.completions.end();
		await().until(() -> calls.get(1).future().isDone());
	}

	@Test
	void eachAnswerIsConvertedOnce() {
		AtomicInteger converted = new AtomicInteger();
		List<CompletableFuture<Object>> futures = new ArrayList<>();
		for (int round = 0; round < 100; round++) {
			for (int i = 0; i < 100; i++) {
				AsyncCall call = call(SharedExecutors.callbacks(), (reply) -> converted.incrementAndGet());
				futures.add(call.future());
				call.answer(ANSWER, this.completions);
			}
			this.completions.end();
		}
		CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).join();
		assertThat(converted).hasValue(100 * 100);
		assertThat(futures.stream().map(CompletableFuture::join).distinct()).hasSize(100 * 100);
	}

	/**
	 * As with a task for each: the pool makes another thread for one that waits in the
	 * way that it knows of, and that one goes on.
	 */
	@Test
	void callbacksThatWaitForTheLastHoldUpNoOther() {
		List<AsyncCall> calls = answeredLater(20);
		CompletableFuture<Object> last = calls.get(19).future();
		List<CompletableFuture<Object>> waiting = calls.subList(0, 19)
			.stream()
			.map((call) -> call.future().thenApply((reply) -> last.join()))
			.collect(Collectors.toList());
		calls.forEach((call) -> call.answer(ANSWER, this.completions));
		this.completions.end();
		assertThat(CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)))
			.succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void anExecutorOfTheUsersGetsEachAsATaskAtOnce() {
		List<Runnable> tasks = new ArrayList<>();
		answered(tasks::add, 3);
		assertThat(tasks).hasSize(3);
		this.completions.end();
		assertThat(tasks).hasSize(3);
	}

	private List<AsyncCall> answered(Executor executor, int count) {
		List<AsyncCall> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(call(executor));
		}
		calls.forEach((call) -> call.answer(ANSWER, this.completions));
		return calls;
	}

	private static List<AsyncCall> answeredLater(int count) {
		List<AsyncCall> calls = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			calls.add(call(SharedExecutors.callbacks()));
		}
		return calls;
	}

	private static AsyncCall call(Executor executor) {
		return call(executor, (reply) -> reply);
	}

	private static AsyncCall call(Executor executor, Function<Message, Object> conversion) {
		Request request = new Request("id", "add", null, System.nanoTime(), false, new byte[0], Set.of(), null);
		return new AsyncCall(request, executor, conversion, new CompletableFuture<>(), (ended, failure) -> {
		}, 0, null);
	}

}

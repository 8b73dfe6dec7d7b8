package io.multifrost.sample.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.multifrost.CallTimeoutException;
import io.multifrost.RemoteCallException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What else than values is tried with a Java parent.
 */
final class Behaviours {

	static final String DEATH = "death";

	private static final Duration TIMEOUT = ParentCases.TIMEOUT;

	private final ParentWorker worker;

	private Behaviours(ParentWorker worker) {
		this.worker = worker;
	}

	/**
	 * Return the behaviours by their name, without the one that kills the worker.
	 */
	static Map<String, Behaviour> of(ParentWorker worker, HeartbeatCount heartbeats, Target target) {
		Behaviours tried = new Behaviours(worker);
		Map<String, Behaviour> behaviours = new LinkedHashMap<>();
		behaviours.put("error", () -> tried.fails("on purpose é", "fail", "on purpose é"));
		behaviours.put("unknown function", () -> tried.fails("Function 'missing' not found", "missing"));
		behaviours.put("private function", () -> tried.fails("Cannot call private method '_private'", "_private"));
		behaviours.put("namespace", tried::namespace);
		behaviours.put("list of functions", tried::listOfFunctions);
		behaviours.put("no result", () -> assertThat(worker.call("nothing", Object.class)).isNull());
		behaviours.put("several at once", tried::severalAtOnce);
		behaviours.put("out of order", tried::outOfOrder);
		behaviours.put("64 in flight", tried::manyInFlight);
		behaviours.put("heartbeats", () -> tried.heartbeats(heartbeats));
		behaviours.put("stop", () -> target.stop(worker));
		return behaviours;
	}

	private void fails(String message, String function, Object... arguments) {
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> this.worker.call(function, Object.class, arguments))
			.withMessageContaining(message);
	}

	private void namespace() {
		CallOptions options = CallOptions.DEFAULTS.withNamespace("other").withTimeout(Duration.ofMillis(300));
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> this.worker.call(options, "echo", Object.class, 1));
		adds();
	}

	private void listOfFunctions() {
		assertThat(this.worker.call("list_functions", String[].class)).contains("echo", "add")
			.noneMatch((name) -> name.startsWith("_"));
	}

	private void severalAtOnce() {
		List<CompletableFuture<String>> held = hold("several", 8);
		adds();
		assertThat(held).noneMatch(CompletableFuture::isDone);
		for (int i = 0; i < held.size(); i++) {
			this.worker.call("release", String.class, "several " + i);
			assertThat(held.get(i)).succeedsWithin(TIMEOUT).isEqualTo("several " + i);
		}
	}

	private void outOfOrder() {
		List<CompletableFuture<String>> held = hold("order", 3);
		for (int i = held.size() - 1; i >= 0; i--) {
			this.worker.call("release", String.class, "order " + i);
			assertThat(held.remove(i)).succeedsWithin(TIMEOUT).isEqualTo("order " + i);
			assertThat(held).noneMatch(CompletableFuture::isDone);
		}
	}

	private void manyInFlight() {
		List<CompletableFuture<Long>> sums = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			sums.add(this.worker.callAsync("add", Long.class, i, i));
		}
		for (int i = 0; i < 64; i++) {
			assertThat(sums.get(i)).succeedsWithin(TIMEOUT).isEqualTo(2L * i);
		}
	}

	private void heartbeats(HeartbeatCount heartbeats) {
		CompletableFuture<String> held = this.worker.callAsync("hold", String.class, "beat");
		int before = heartbeats.answered();
		await().atMost(TIMEOUT).until(() -> heartbeats.answered() >= before + 3);
		assertThat(held).isNotDone();
		this.worker.call("release", String.class, "beat");
		assertThat(held).succeedsWithin(TIMEOUT).isEqualTo("beat");
	}

	/**
	 * Kill the worker while a call waits.
	 */
	static void death(ParentWorker worker) {
		CompletableFuture<String> held = worker.callAsync("hold", String.class, DEATH);
		Long pid = worker.call("pid", Long.class);
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		assertThat(held).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.havingCause()
			.isInstanceOfAny(WorkerExitedException.class, WorkerUnavailableException.class);
	}

	private List<CompletableFuture<String>> hold(String name, int count) {
		List<CompletableFuture<String>> held = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			held.add(this.worker.callAsync("hold", String.class, name + " " + i));
		}
		return held;
	}

	private void adds() {
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	/**
	 * One of them.
	 */
	interface Behaviour {

		void run() throws Exception;

	}

}

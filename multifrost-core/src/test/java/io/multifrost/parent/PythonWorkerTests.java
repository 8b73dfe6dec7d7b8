package io.multifrost.parent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.multifrost.ProtocolVersion;
import io.multifrost.RemoteCallException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a {@link ParentWorker} with workers written in Python: a reference-like one
 * that knows nothing of this library, with the quirks of other implementations, and the
 * sample's.
 */
@RequiresPython
@Timeout(120)
class PythonWorkerTests {

	@ParameterizedTest
	@CsvSource({ "V3, ''", "V4, ''", "V3, nodejs", "V3, python", "V3, nulls", "V3, rust", "V3, ready" })
	void callsAWorkerWithWhateverQuirks(ProtocolVersion protocol, String quirk) {
		try (ParentWorker worker = peer().protocol(protocol)
			.environment("PEER_PROTOCOL", (protocol == ProtocolVersion.V4) ? "4" : "3")
			.environment("PEER_QUIRK", quirk)
			.callTimeout(Duration.ofSeconds(20))
			.start()) {
			assertThat(worker.call("add", Long.class, 1L << 40, 2)).isEqualTo((1L << 40) + 2);
			assertThat(worker.call("echo", Long.class, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
			assertThat(worker.call("echo", Object.class, Map.of("list", List.of(1, 2.5, "three"))))
				.isEqualTo(Map.of("list", List.of(1L, 2.5, "three")));
			assertThat(worker.call("echo", String.class, (Object) null)).isNull();
			assertThat(worker.call("none", Object.class)).isNull();
			assertThat(worker.call("big", byte[].class, 1_000_000)).hasSize(1_000_000);
		}
	}

	@Test
	void saysWhatTheFunctionRaised() {
		try (ParentWorker worker = peer().start()) {
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("fail", Void.class, "too bad"))
				.satisfies((ex) -> {
					assertThat(ex.remoteType()).isEqualTo("ValueError");
					assertThat(ex.remoteMessage()).isEqualTo("too bad");
					assertThat(ex.remoteTrace()).contains("Traceback");
				});
		}
	}

	@Test
	void takesOutputFromThePipesAndFromMessages() {
		List<String> stdout = new CopyOnWriteArrayList<>();
		try (ParentWorker worker = peer().onStdout(stdout::add).start()) {
			worker.call("send_stdout", Void.class, "by message");
			worker.call("print_lines", Void.class, 2);
			await().until(() -> stdout.size() >= 3);
			assertThat(stdout).contains("by message").hasSizeGreaterThanOrEqualTo(3);
		}
	}

	@Test
	void isNotHeldUpByAFloodOfErrors() {
		List<String> stderr = new CopyOnWriteArrayList<>();
		try (ParentWorker worker = peer().onStderr((line) -> {
			if (stderr.isEmpty()) {
				stderr.add(line);
			}
		}).start()) {
			worker.call("flood_stderr", Void.class, 20_000_000);
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			await().until(() -> !stderr.isEmpty());
		}
	}

	@Test
	void saysWhyTheWorkerExitedAtOnce() {
		assertThatExceptionOfType(WorkerStartException.class)
			.isThrownBy(() -> peer().environment("PEER_START", "exit3").start())
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.EXITED);
				assertThat(ex.exitCode()).isEqualTo(3);
				assertThat(ex.output()).isNotEmpty();
			});
	}

	@ParameterizedTest
	@CsvSource({ "never, did not connect", "mute, did not answer a heartbeat" })
	void saysThatTheWorkerIsNotReady(String start, String problem) {
		assertThatExceptionOfType(WorkerStartException.class)
			.isThrownBy(() -> peer().environment("PEER_START", start).startTimeout(Duration.ofSeconds(2)).start())
			.withMessageContaining(problem)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMED_OUT));
	}

	@ParameterizedTest
	@CsvSource({ "V3", "V4" })
	void goesOnAfterACallWasGivenUp(ProtocolVersion protocol) {
		try (ParentWorker worker = peer().protocol(protocol)
			.environment("PEER_PROTOCOL", (protocol == ProtocolVersion.V4) ? "4" : "3")
			.callTimeout(Duration.ofSeconds(20))
			.start()) {
			CompletableFuture<Double> slow = worker.callAsync("sleep", Double.class, 0.2);
			CompletableFuture<Long> waiting = worker.callAsync("add", Long.class, 1, 2);
			CompletableFuture<Long> given = worker.callAsync("add", Long.class, 3, 4);
			assertThat(slow.cancel(true)).isTrue();
			assertThat(given.cancel(false)).isTrue();
			assertThat(waiting.join()).isEqualTo(3);
			assertThat(worker.call("add", Long.class, 5, 6)).isEqualTo(11);
			assertThat(worker.inFlight()).isZero();
			assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
		}
	}

	@Test
	void endsTheCallOfAWorkerThatExits() {
		try (ParentWorker worker = peer().start()) {
			assertThatExceptionOfType(WorkerExitedException.class).isThrownBy(() -> worker.call("exit", Void.class, 7))
				.withMessageContaining("exited with code 7");
		}
	}

	@ParameterizedTest
	@EnumSource(ProtocolVersion.class)
	void callsTheWorkerInOneFile(ProtocolVersion protocol) {
		try (ParentWorker worker = ParentWorker.spawn(Python.documentedWorker().toString())
			.executable(Python.executable().toString())
			.protocol(protocol)
			.start()) {
			assertThat(worker.name()).isEqualTo("worker");
			assertThat(worker.call("add", Long.class, 10, 20)).isEqualTo(30);
			assertThat(worker.call("factorial", Long.class, 20)).isEqualTo(2_432_902_008_176_640_000L);
			List<CompletableFuture<Long>> sums = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				sums.add(worker.callAsync("add", Long.class, i, 1));
			}
			for (int i = 0; i < sums.size(); i++) {
				assertThat(sums.get(i).join()).isEqualTo(i + 1);
			}
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("factorial", Long.class, 21))
				.satisfies((ex) -> assertThat(ex.remoteType()).isEqualTo("ValueError"));
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("nope", Long.class))
				.withMessageContaining("Function 'nope' not found");
		}
	}

	private static ParentWorkerBuilder peer() {
		Path script = Python.peer("peer_worker.py");
		return ParentWorker.spawn(script.toString()).executable(Python.executable().toString()).name("peer");
	}

}

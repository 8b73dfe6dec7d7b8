package io.multifrost.parent;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.CallTimeoutException;
import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ParentWorker} with a Java worker in a process of its own.
 */
@Timeout(60)
class ParentWorkerTests {

	private static ParentWorker worker;

	@BeforeAll
	static void startWorker() {
		worker = JavaTestWorker.spawn().start();
	}

	@AfterAll
	static void stopWorker() {
		worker.stop();
	}

	@Test
	void callsAFunction() {
		assertThat(worker.call("add", Long.class, 10, 20)).isEqualTo(30);
		assertThat(worker.call("add", long.class, 10, 20)).isEqualTo(30);
		assertThat(worker.call("add", Void.class, 10, 20)).isNull();
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void convertsTheResultToAGenericType() {
		List<Map<String, BigInteger>> result = worker.call("echo", new TypeRef<>() {
		}, List.of(Map.of("a", 1L)));
		assertThat(result).containsExactly(Map.of("a", BigInteger.ONE));
	}

	@Test
	void callsAFunctionWithoutWaiting() throws Exception {
		CompletableFuture<Long> sum = worker.callAsync("add", Long.class, 1, 2);
		assertThat(sum.get(10, TimeUnit.SECONDS)).isEqualTo(3);
		CompletableFuture<List<String>> echo = worker.callAsync("echo", new TypeRef<List<String>>() {
		}, List.of("a"));
		assertThat(echo.get(10, TimeUnit.SECONDS)).containsExactly("a");
	}

	@Test
	void completesFuturesOnTheCallbackExecutor() throws Exception {
		CompletableFuture<String> thread = worker.callAsync("add", Long.class, 1, 2)
			.thenApply((sum) -> Thread.currentThread().getName());
		assertThat(thread.get(10, TimeUnit.SECONDS)).satisfiesAnyOf(
				(name) -> assertThat(name).startsWith("multifrost-callback"),
				(name) -> assertThat(name).isEqualTo(Thread.currentThread().getName()));
	}

	@Test
	void getsTheResultOfAnAsynchronousFunction() {
		assertThat(worker.call("later", String.class, "done")).isEqualTo("done");
	}

	@Test
	void saysWhatTheFunctionThrew() {
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> worker.call("fail", Void.class, "too bad"))
			.withMessage("Function 'fail' of worker 'java' failed: IllegalArgumentException: too bad")
			.satisfies((ex) -> {
				assertThat(ex.worker()).isEqualTo("java");
				assertThat(ex.function()).isEqualTo("fail");
				assertThat(ex.remoteType()).isEqualTo("IllegalArgumentException");
				assertThat(ex.remoteMessage()).isEqualTo("too bad");
				assertThat(ex.remoteTrace()).contains("JavaTestWorker.fail(JavaTestWorker.java:");
			});
	}

	@Test
	void failsAFutureWithWhatTheFunctionThrew() {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> worker.callAsync("fail", Void.class, "too bad").get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(RemoteCallException.class);
	}

	@Test
	void saysThatAFunctionIsUnknown() {
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("nope", Void.class))
			.withMessageContaining("Function 'nope' not found");
	}

	@Test
	void cannotCallPrivateFunctions() {
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("_add", Void.class))
			.withMessageContaining("Cannot call private method '_add'");
	}

	@Test
	void saysThatThereAreTooFewOrTooManyArguments() {
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("add", Long.class, 1))
			.withMessageContaining("'add'")
			.withMessageContaining("expects 2 arguments (long, long) but got 1");
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("add", Long.class, 1, 2, 3))
			.withMessageContaining("but got 3");
	}

	@Test
	void saysWhichArgumentIsOfTheWrongType() {
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("add", Long.class, 1, "two"))
			.withMessageContaining("argument 2")
			.withMessageContaining("long");
	}

	@Test
	void saysWhichArgumentHasNoFormOnTheWire() {
		BigInteger huge = BigInteger.TWO.pow(64);
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> worker.call("add", Long.class, 1, huge))
			.withMessageContaining("argument 2")
			.withMessageContaining("add");
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void saysThatTheResultIsOfAnotherType() {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> worker.call("echo", Integer.class, "text"))
			.withMessageContaining("echo")
			.withMessageContaining("result")
			.withMessageContaining("java");
	}

	@Test
	void refusesToSendWhatIsBeyondTheLimit() {
		String large = "x".repeat(CodecLimits.DEFAULTS.maxValueSize() + 1);
		assertThatExceptionOfType(MessageLimitException.class)
			.isThrownBy(() -> worker.call("echo", String.class, large))
			.withMessageContaining("max-value-size");
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void saysThatTheAnswerIsBeyondTheLimitWithoutWaitingForTheTimeout() {
		CodecLimits limits = CodecLimits.DEFAULTS.withMaxMessageSize(1000);
		try (ParentWorker small = JavaTestWorker.spawn().limits(limits).start()) {
			assertThatExceptionOfType(MultifrostException.class)
				.isThrownBy(() -> small.call("bytes", byte[].class, 1500))
				.withMessageContaining("bytes")
				.withMessageContaining("max-message-size");
			assertThat(small.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	@Test
	void endsACallThatTakesTooLong() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50));
		assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> worker.call(options, "hang", Void.class))
			.withMessageContaining("'hang' of worker 'java' did not answer within 50 ms")
			.satisfies((ex) -> assertThat(ex.timeout()).isEqualTo(Duration.ofMillis(50)));
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void failsAFutureThatTakesTooLong() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(50));
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> worker.callAsync(options, "hang", Void.class).get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(CallTimeoutException.class);
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void forgetsACallWhoseFutureIsCancelled() {
		CompletableFuture<Void> future = worker.callAsync("hang", Void.class);
		assertThat(worker.inFlight()).isEqualTo(1);
		future.cancel(false);
		assertThat(worker.inFlight()).isZero();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(future::join);
	}

	@Test
	void endsACallWhoseThreadIsInterrupted() throws InterruptedException {
		List<Throwable> thrown = new CopyOnWriteArrayList<>();
		Thread caller = new Thread(() -> {
			try {
				worker.call("hang", Void.class);
			}
			catch (MultifrostException ex) {
				thrown.add(ex);
				if (Thread.currentThread().isInterrupted()) {
					thrown.add(new InterruptedException());
				}
			}
		});
		caller.start();
		await().until(() -> worker.inFlight() == 1);
		caller.interrupt();
		caller.join(10_000);
		assertThat(thrown).hasSize(2);
		assertThat(thrown.get(0)).hasMessageContaining("Interrupted while waiting for function 'hang'");
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void doesNotReachFunctionsOfAnotherNamespace() {
		CallOptions options = CallOptions.DEFAULTS.withNamespace("elsewhere").withTimeout(Duration.ofMillis(100));
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> worker.call(options, "add", Long.class, 1, 2))
			.withMessageContaining("namespace");
	}

	@Test
	void listsTheFunctions() {
		TypeRef<List<String>> names = new TypeRef<>() {
		};
		assertThat(worker.call("listFunctions", names)).contains("add", "echo", "fail").doesNotContain("main", "spawn");
		assertThat(worker.call("list_functions", names)).isEqualTo(worker.call("listFunctions", names));
	}

	@Test
	void givesEachOfManyCallersItsOwnAnswer() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(50);
		try {
			List<Future<Boolean>> answers = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				int number = i;
				answers.add(callers
					.submit(() -> worker.call("add", Integer.class, number, 1_000_000) == number + 1_000_000));
			}
			for (Future<Boolean> answer : answers) {
				assertThat(answer.get(20, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			callers.shutdown();
		}
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void answersTenThousandCallsAtOnce() {
		List<CompletableFuture<Integer>> answers = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			answers.add(worker.callAsync("add", Integer.class, i, 1));
		}
		for (int i = 0; i < answers.size(); i++) {
			assertThat(answers.get(i).join()).isEqualTo(i + 1);
		}
	}

	@Test
	void refusesCallsBeyondTheNumberInFlight() {
		try (ParentWorker narrow = JavaTestWorker.spawn().maxInFlight(2).start()) {
			CompletableFuture<Void> first = narrow.callAsync("hang", Void.class);
			CompletableFuture<Void> second = narrow.callAsync("hang", Void.class);
			assertThatExceptionOfType(WorkerUnavailableException.class)
				.isThrownBy(() -> narrow.call("add", Long.class, 1, 2))
				.withMessageContaining("max-in-flight");
			first.cancel(false);
			assertThat(narrow.call("add", Long.class, 1, 2)).isEqualTo(3);
			assertThat(second).isNotDone();
			narrow.maxInFlight(1);
			assertThatExceptionOfType(WorkerUnavailableException.class)
				.isThrownBy(() -> narrow.call("add", Long.class, 1, 2))
				.withMessageContaining("1 calls are waiting");
			assertThatIllegalArgumentException().isThrownBy(() -> narrow.maxInFlight(0));
			narrow.maxInFlight(2);
			assertThat(narrow.call("add", Long.class, 1, 2)).isEqualTo(3);
		}
	}

	@Test
	void handsOverWhatTheWorkerPrints() {
		List<String> stdout = new CopyOnWriteArrayList<>();
		List<String> stderr = new CopyOnWriteArrayList<>();
		try (ParentWorker printer = JavaTestWorker.spawn().onStdout(stdout::add).onStderr(stderr::add).start()) {
			printer.call("print", Void.class, 3);
			await().until(() -> stdout.contains("out 2") && stderr.contains("err 2"));
		}
		assertThat(stdout).containsExactly("out 0", "out 1", "out 2");
		// Newer JVMs add warnings of their own.
		assertThat(stderr).containsSubsequence("err 0", "err 1", "err 2");
	}

	@Test
	void endsCallsWhenTheProcessExits() {
		List<String> states = new CopyOnWriteArrayList<>();
		ParentWorker dying = JavaTestWorker.spawn().listener(new ParentWorkerListener() {
			@Override
			public void onStateChange(String name, WorkerState from, WorkerState to, Throwable cause) {
				states.add(from + " -> " + to + ((cause != null) ? ": " + cause.getClass().getSimpleName() : ""));
			}
		}).start();
		CompletableFuture<Void> other = dying.callAsync("hang", Void.class);
		assertThatExceptionOfType(WorkerExitedException.class).isThrownBy(() -> dying.call("exit", Void.class, 42))
			.withMessageContaining("exited with code 42")
			.satisfies((ex) -> {
				assertThat(ex.exitCode()).isEqualTo(42);
				assertThat(ex.pid()).isPositive();
				assertThat(ex.uptime()).isPositive();
			});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> other.get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(WorkerExitedException.class);
		await().until(() -> dying.state() == WorkerState.FAILED);
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> dying.call("add", Long.class, 1, 2))
			.withMessageContaining("failed")
			.withCauseInstanceOf(WorkerExitedException.class);
		dying.start();
		assertThat(dying.call("add", Long.class, 1, 2)).isEqualTo(3);
		dying.stop();
		await().untilAsserted(() -> assertThat(states).containsExactly("NEW -> STARTING", "STARTING -> RUNNING",
				"RUNNING -> FAILED: WorkerExitedException", "FAILED -> STARTING", "STARTING -> RUNNING",
				"RUNNING -> STOPPING", "STOPPING -> STOPPED"));
	}

	@Test
	void saysWhichSignalKilledTheProcess() {
		ParentWorker killed = JavaTestWorker.spawn().start();
		CompletableFuture<Void> call = killed.callAsync("hang", Void.class);
		ProcessHandle.of(killed.pid().orElseThrow()).orElseThrow().destroyForcibly();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(WorkerExitedException.class)
			.withMessageContaining("killed by signal 9");
		killed.stop();
	}

	@Test
	void passesTheEnvironmentOn() {
		try (ParentWorker other = JavaTestWorker.spawn().environment("GREETING", "hello").start()) {
			assertThat(other.call("environment", Object.class, "GREETING")).isEqualTo(Map.of("GREETING", "hello"));
			assertThat(other.call("environment", Object.class, "COMLINK_WORKER_MODE"))
				.isEqualTo(Map.of("COMLINK_WORKER_MODE", "1"));
		}
	}

}

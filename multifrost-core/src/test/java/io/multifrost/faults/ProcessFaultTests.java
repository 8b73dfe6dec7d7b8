package io.multifrost.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.CallTimeoutException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.support.Leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of calls and of the worker when its process dies, stands still or floods.
 */
@Timeout(60)
class ProcessFaultTests {

	private static final int FLOOD_LINES = 1_000_000;

	private static final Leaks LEAKS = Leaks.before();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private ParentWorker worker;

	@AfterEach
	void stop() {
		this.worker.stop();
		this.executor.shutdownNow();
	}

	@AfterAll
	static void leavesNothingBehind() {
		LEAKS.assertNone();
	}

	@Test
	void workerKilledIdle() {
		this.worker = FaultyWorker.spawn().start();
		signal("KILL");
		assertComesBack(WorkerExitedException.class, "killed by signal 9");
	}

	@Test
	void workerKilledBusy() {
		this.worker = FaultyWorker.spawn().start();
		CompletableFuture<Void> call = this.worker.callAsync("hang", Void.class);
		signal("KILL");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(WorkerExitedException.class)
			.withMessageContaining("killed by signal 9");
		assertComesBack(WorkerExitedException.class, "killed by signal 9");
	}

	@Test
	void workerKilledStarting(@TempDir Path folder) throws IOException {
		String command = FaultyWorker.command()
			.arguments()
			.stream()
			.map((argument) -> "'" + argument + "'")
			.collect(Collectors.joining(" "));
		Path script = Files.writeString(folder.resolve("worker.sh"),
				"if mkdir '" + folder.resolve("once") + "'; then exec sleep 1000; fi\nexec " + command + "\n");
		this.worker = ParentWorker.spawn(script.toString()).executable("sh").build();
		CompletableFuture<ParentWorker> start = CompletableFuture.supplyAsync(this.worker::start, this.executor);
		await().until(() -> Files.exists(folder.resolve("once")));
		signal("KILL");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> start.get(20, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(WorkerStartException.class)
			.withMessageContaining("killed by signal 9");
		assertThat(this.worker.state()).isEqualTo(WorkerState.FAILED);
		this.worker.start();
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void workerKilledStopping() throws Exception {
		this.worker = FaultyWorker.spawn().stopTimeout(Duration.ofMinutes(5)).start();
		CompletableFuture<Void> call = this.worker.callAsync("hang", Void.class);
		ProcessHandle process = ProcessHandle.of(this.worker.pid().orElseThrow()).orElseThrow();
		CompletableFuture<Void> stop = CompletableFuture.runAsync(this.worker::stop, this.executor);
		await().until(() -> this.worker.state() == WorkerState.STOPPING);
		assertThat(process.destroyForcibly()).isTrue();
		stop.get(20, TimeUnit.SECONDS);
		assertThat(this.worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(WorkerUnavailableException.class);
		this.worker.start();
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void workerStoppedBySignalIdle() {
		this.worker = FaultyWorker.spawn().start();
		signal("STOP");
		assertComesBack(WorkerUnavailableException.class, "did not answer");
	}

	@Test
	void workerStoppedBySignalBusy() {
		this.worker = FaultyWorker.spawn().start();
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(500));
		CompletableFuture<Void> call = this.worker.callAsync(options, "hang", Void.class);
		signal("STOP");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(CallTimeoutException.class);
		assertComesBack(WorkerUnavailableException.class, "did not answer");
	}

	@Test
	void workerExitsUnasked() {
		this.worker = FaultyWorker.spawn().start();
		CompletableFuture<Void> other = this.worker.callAsync("hang", Void.class);
		assertThatExceptionOfType(WorkerExitedException.class).isThrownBy(() -> this.worker.call("exit", Void.class, 0))
			.satisfies((ex) -> assertThat(ex.exitCode()).isZero());
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> other.get(20, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(WorkerExitedException.class);
		assertComesBack(WorkerExitedException.class, "exited with code 0");
	}

	@Test
	void workerFloodsStandardError() {
		assertUnharmedByFlood(true);
	}

	@Test
	void workerFloodsStandardOutput() {
		assertUnharmedByFlood(false);
	}

	/**
	 * Let it write 100 MB while the one who is told of its lines does not take them.
	 */
	private void assertUnharmedByFlood(boolean error) {
		CountDownLatch over = new CountDownLatch(1);
		AtomicLong lines = new AtomicLong();
		this.worker = FaultyWorker.spawn()
			.callbackExecutor(this.executor)
			.onStdout((line) -> take(line, over, lines))
			.onStderr((line) -> take(line, over, lines))
			.start();
		CompletableFuture<Long> flood = this.worker.callAsync("flood", Long.class, FLOOD_LINES, error);
		long calls = 0;
		do {
			assertThat(this.worker.call("add", Long.class, calls, 1)).isEqualTo(calls + 1);
			calls++;
		}
		while (!flood.isDone());
		assertThat(flood.join()).isEqualTo(FLOOD_LINES);
		assertThat(this.worker.snapshot().restarts()).isZero();
		over.countDown();
		await().untilAsserted(() -> assertThat(lines).hasValueBetween(1_000, 20_000));
	}

	private static void take(String line, CountDownLatch over, AtomicLong lines) {
		try {
			assertThat(over.await(50, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		lines.addAndGet(line.startsWith("ff") ? 1 : 0);
	}

	private void signal(String name) {
		try {
			// It may run already before its parent has been told its id
			long pid = await().until(this.worker::pid, OptionalLong::isPresent).getAsLong();
			Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).inheritIO().start();
			assertThat(kill.waitFor()).isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new AssertionError("Signal " + name + " was not sent", ex);
		}
	}

	private void assertComesBack(Class<? extends Throwable> why, String message) {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> this.worker.snapshot().restarts() > 0 && this.worker.state() == WorkerState.RUNNING);
		assertThat(this.worker.snapshot().failure()).isInstanceOf(why).hasMessageContaining(message);
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
		assertThat(this.worker.inFlight()).isZero();
	}

}

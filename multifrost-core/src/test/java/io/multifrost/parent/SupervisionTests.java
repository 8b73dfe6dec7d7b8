package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.CallTimeoutException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.parent.ParentWorkerBuilder.WhileRestarting;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A spawned worker that dies or hangs, and comes back.
 */
@Timeout(60)
class SupervisionTests {

	private static final RestartPolicy QUICK = new RestartPolicy(2, Duration.ofMinutes(1), Duration.ofMillis(10),
			Duration.ofMillis(20), 0, Duration.ofMinutes(1));

	private final List<String> events = new CopyOnWriteArrayList<>();

	private ParentWorker worker;

	@AfterEach
	void stop() {
		this.worker.close();
	}

	private void start(Consumer<ParentWorkerBuilder> settings) {
		ParentWorkerBuilder builder = JavaTestWorker.spawn().listener(new Recorder());
		settings.accept(builder);
		this.worker = builder.start();
	}

	@Test
	void aDeadWorkerIsRestartedAndItsCallsEndAtOnce() {
		start((builder) -> builder.restartPolicy(QUICK));
		CompletableFuture<Void> call = this.worker.callAsync("hang", Void.class);
		await().until(() -> this.worker.inFlight() == 1);
		long first = kill();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(WorkerExitedException.class);
		awaitState(WorkerState.RUNNING, first);
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
		assertThat(this.worker.snapshot().restarts()).isEqualTo(1);
		await().untilAsserted(() -> assertThat(this.events).containsSubsequence("start", "exit 137",
				"lost with 1: WorkerExitedException", "restart 1", "start"));
	}

	@Test
	void callsWaitForTheNextProcess() {
		start((builder) -> builder.restartPolicy(QUICK)
			.whileRestarting(WhileRestarting.WAIT)
			.callTimeout(Duration.ofSeconds(30)));
		kill();
		await().until(() -> this.worker.state() != WorkerState.RUNNING);
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void callsFailWhileTheWorkerIsRestarted() {
		start((builder) -> builder.restartPolicy(new RestartPolicy(1, Duration.ofMinutes(1), Duration.ofMinutes(1),
				Duration.ofMinutes(1), 0, Duration.ZERO)));
		kill();
		awaitState(WorkerState.RECOVERING, -1);
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.worker.call("add", Long.class, 1, 2))
			.withMessageContaining("being restarted")
			.withMessageContaining("killed by signal 9");
		// Stopping does not wait for the attempt.
		this.worker.stop();
		assertThat(this.worker.state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void anIdempotentCallIsSentOnceMore() throws Exception {
		start((builder) -> builder.restartPolicy(QUICK));
		CallOptions twice = CallOptions.DEFAULTS.withIdempotent(true);
		CompletableFuture<String> async = this.worker.callAsync(twice, "slowly", String.class, "a", 1000);
		CompletableFuture<String> blocking = CompletableFuture
			.supplyAsync(() -> this.worker.call(twice, "slowly", String.class, "b", 1000), SharedExecutors.callbacks());
		CompletableFuture<String> once = this.worker.callAsync("slowly", String.class, "c", 1000);
		await().until(() -> this.worker.inFlight() == 3);
		kill();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> once.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(WorkerExitedException.class);
		assertThat(async.get(20, TimeUnit.SECONDS)).isEqualTo("a");
		assertThat(blocking.get(20, TimeUnit.SECONDS)).isEqualTo("b");
	}

	@Test
	void anIdempotentCallFailsWithTheDeathWhereNothingFollowsIt() {
		start((builder) -> {
		});
		CompletableFuture<String> call = this.worker.callAsync(CallOptions.DEFAULTS.withIdempotent(true), "slowly",
				String.class, "a", 60_000);
		await().until(() -> this.worker.inFlight() == 1);
		kill();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(WorkerExitedException.class);
		assertThat(this.worker.state()).isEqualTo(WorkerState.FAILED);
	}

	@Test
	void isGivenUpAfterTooManyDeathsSaysWhyAndCanBeStartedAgain() {
		start((builder) -> builder.restartPolicy(QUICK));
		long pid = kill();
		for (int i = 0; i < 2; i++) {
			awaitState(WorkerState.RUNNING, pid);
			pid = kill();
		}
		awaitState(WorkerState.FAILED, -1);
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> this.worker.call("add", Long.class, 1, 2))
			.withMessageContaining("restarted 2 times within 60 s")
			.withMessageContaining("killed by signal 9");
		this.worker.start();
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void aHungWorkerIsKilledAndRestarted() throws Exception {
		start((builder) -> builder.restartPolicy(QUICK)
			.heartbeat(new HeartbeatSettings(Duration.ofMillis(200), Duration.ofMillis(200), 2)));
		long pid = this.worker.pid().orElseThrow();
		assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor()).isZero();
		awaitState(WorkerState.RUNNING, pid);
		assertThat(ProcessHandle.of(pid)).isNotPresent();
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
		assertThat(this.worker.snapshot().heartbeats().missed()).isGreaterThanOrEqualTo(2);
		await().untilAsserted(() -> assertThat(this.events).containsSubsequence("unresponsive",
				"lost with 0: WorkerUnavailableException", "restart 1"));
		assertThat(this.events).filteredOn((event) -> event.startsWith("lost")).hasSize(1);
	}

	@Test
	void aWorkerThatHangsUnderLoadIsKilledAfterTheTimeoutOfACall() throws Exception {
		start((builder) -> builder.restartPolicy(QUICK)
			.heartbeat(new HeartbeatSettings(Duration.ofMillis(200), Duration.ofMillis(200), 2)));
		// A call without a timeout keeps it busy as far as its parent can tell.
		CompletableFuture<Void> endless = this.worker.callAsync("hang", Void.class);
		long pid = this.worker.pid().orElseThrow();
		assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor()).isZero();
		assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> this.worker
			.call(CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(300)), "add", Long.class, 1, 2));
		awaitState(WorkerState.RUNNING, pid);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> endless.get(20, TimeUnit.SECONDS));
	}

	@Test
	void aSnapshotTellsWhatWaitsToBeSent() throws Exception {
		start((builder) -> {
		});
		String pid = Long.toString(this.worker.pid().orElseThrow());
		assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();
		String large = "x".repeat(10_000);
		List<CompletableFuture<String>> calls = Stream
			.generate(() -> this.worker.callAsync("slowly", String.class, large, 0))
			.limit(5000)
			.toList();
		await().until(() -> this.worker.snapshot().queued() > 0);
		assertThat(new ProcessBuilder("kill", "-CONT", pid).start().waitFor()).isZero();
		assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(30)));
		await().until(() -> this.worker.snapshot().queued() == 0);
		assertThat(this.worker.snapshot().maxQueued()).isBetween(1, 5000);
	}

	@Test
	void aSnapshotTellsWhatIsKnown() {
		start((builder) -> builder.heartbeat(new HeartbeatSettings(Duration.ofMillis(50), Duration.ofSeconds(5), 3)));
		this.worker.call("add", Long.class, 1, 2);
		await().until(() -> this.worker.snapshot().heartbeats().answered() > 1);
		WorkerSnapshot snapshot = this.worker.snapshot();
		assertThat(snapshot.mode()).isEqualTo(WorkerMode.SPAWN);
		assertThat(snapshot.bytesSent()).isPositive();
		assertThat(snapshot.bytesReceived()).isPositive();
		assertThat(snapshot.heartbeats().minimum()).isLessThanOrEqualTo(snapshot.heartbeats().maximum());
		InstanceSnapshot instance = snapshot.instances().get(0);
		assertThat(instance.pid()).isEqualTo(this.worker.pid().orElseThrow());
		assertThat(instance.calls()).isEqualTo(1);
		assertThat(instance.endpoint()).startsWith("tcp://127.0.0.1:");
		assertThat(instance.runningSince()).isNotNull();
	}

	@Test
	void comesBackThoughTheCallbackExecutorTakesNothing() throws Exception {
		start((builder) -> builder.restartPolicy(QUICK)
			.whileRestarting(WhileRestarting.WAIT)
			.callbackExecutor((task) -> {
				throw new RejectedExecutionException("full");
			}));
		kill();
		await().until(() -> this.worker.state() == WorkerState.RECOVERING);
		CompletableFuture<Long> call = this.worker.callAsync("add", Long.class, 1, 2);
		assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo(3);
	}

	@Test
	void stoppingWhileItIsRestartedWaitsForAReplacedProcess() throws Exception {
		start((builder) -> builder
			.restartPolicy(new RestartPolicy(1, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), 0,
					Duration.ZERO))
			.stopTimeout(Duration.ofMillis(500)));
		long old = this.worker.pid().orElseThrow();
		this.worker.callAsync("slowly", String.class, "a", 60_000);
		await().until(() -> this.worker.inFlight() == 1);
		CompletableFuture<Void> restart = CompletableFuture.runAsync(this.worker::restart, SharedExecutors.callbacks());
		await().until(() -> this.worker.pid().orElse(old) != old);
		kill();
		awaitState(WorkerState.RECOVERING, -1);
		this.worker.stop();
		assertThat(ProcessHandle.of(old)).isNotPresent();
		restart.get(20, TimeUnit.SECONDS);
	}

	private long kill() {
		long pid = this.worker.pid().orElseThrow();
		ProcessHandle.of(pid).orElseThrow().destroyForcibly();
		return pid;
	}

	/**
	 * A worker still is running for a moment after its process was killed, which then has
	 * no id any more.
	 */
	private void awaitState(WorkerState state, long otherThan) {
		await().atMost(Duration.ofSeconds(30)).until(() -> {
			InstanceSnapshot instance = this.worker.snapshot().instances().get(0);
			boolean another = instance.pid() != null && instance.pid() != otherThan;
			return this.worker.state() == state && (another || state != WorkerState.RUNNING);
		});
	}

	private final class Recorder implements ParentWorkerListener {

		@Override
		public void onProcessStart(WorkerInstance instance) {
			SupervisionTests.this.events.add("start");
		}

		@Override
		public void onProcessExit(WorkerInstance instance, int exitCode, Duration uptime) {
			SupervisionTests.this.events.add("exit " + exitCode);
		}

		@Override
		public void onLost(WorkerInstance instance, int calls, Throwable cause) {
			SupervisionTests.this.events.add("lost with " + calls + ": " + cause.getClass().getSimpleName());
		}

		@Override
		public void onRestart(WorkerInstance instance, int attempt, Duration delay, Throwable cause) {
			SupervisionTests.this.events.add("restart " + attempt);
		}

		@Override
		public void onUnresponsive(WorkerInstance instance) {
			SupervisionTests.this.events.add("unresponsive");
		}

	}

}

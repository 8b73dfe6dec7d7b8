package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.process.WorkerCommand;
import io.multifrost.support.Leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the start and the end of a {@link ParentWorker}.
 */
@Timeout(120)
class WorkerStartTests {

	@TempDir
	private Path folder;

	private final Leaks leaks = Leaks.before();

	@AfterEach
	void leavesNothingBehind() {
		this.leaks.assertNone();
	}

	@Test
	void saysThatTheExecutableIsMissing() {
		ParentWorker worker = ParentWorker.spawn("worker.py").executable("no-such-python").build();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.withMessageContaining("Worker 'worker' did not start")
			.withMessageContaining("no-such-python")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.EXECUTABLE_NOT_FOUND));
		assertThat(worker.state()).isEqualTo(WorkerState.FAILED);
	}

	@Test
	void saysThatTheScriptIsMissing() {
		ParentWorker worker = ParentWorker.spawn("no-such-script.sh").executable("sh").build();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.withMessageContaining("no-such-script.sh")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.SCRIPT_NOT_FOUND));
	}

	@Test
	void saysThatTheDirectoryIsMissing() throws IOException {
		ParentWorker worker = script("exit 0").directory(this.folder.resolve("nowhere")).build();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.withMessageContaining("nowhere")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.DIRECTORY_NOT_FOUND));
	}

	@Test
	void saysWhyTheProcessExitedAtOnce() throws IOException {
		ParentWorker worker = script("echo 'no module named model' >&2; exit 3").build();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.withMessageContaining("exited with code 3 before it was ready")
			.withMessageContaining("no module named model")
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(Reason.EXITED);
				assertThat(ex.exitCode()).isEqualTo(3);
				assertThat(ex.output()).isEqualTo("no module named model");
				assertThat(ex.command()).startsWith("sh");
			});
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> worker.call("add", Long.class, 1, 2))
			.withMessageContaining("failed")
			.withCauseInstanceOf(WorkerStartException.class);
	}

	@Test
	void saysThatTheWorkerNeverConnected() throws IOException {
		ParentWorker worker = script("echo waiting; sleep 1000").startTimeout(Duration.ofMillis(300)).build();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.withMessageContaining("did not connect to tcp://127.0.0.1:")
			.withMessageContaining("within 300 ms")
			.withMessageContaining("COMLINK_ZMQ_PORT")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.TIMED_OUT));
	}

	@Test
	void showsTheQuestionOfAWorkerThatAsksForInput() throws IOException {
		ParentWorker worker = script("printf 'Name: '; read -r name || exit 3").build();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.EXITED))
			.satisfies((ex) -> assertThat(ex.output()).isEqualTo("Name: "));
	}

	@Test
	void canBeStoppedWhileItStarts() throws IOException {
		ParentWorker worker = script("sleep 1000").build();
		CompletableFuture<ParentWorker> start = CompletableFuture.supplyAsync(worker::start);
		await().until(() -> worker.pid().isPresent());
		worker.stop();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> start.get(10, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(WorkerStartException.class)
			.withMessageContaining("stopped while it was starting");
	}

	@Test
	void endsTheStartWhenItsThreadIsInterrupted() throws Exception {
		ParentWorker worker = script("sleep 1000").build();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread starter = new Thread(() -> {
			try {
				worker.start();
			}
			catch (WorkerStartException ex) {
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
		});
		starter.start();
		await().until(() -> worker.pid().isPresent());
		starter.interrupt();
		assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.FAILED);
	}

	@Test
	void takesNoCallsUnlessItRuns() throws IOException {
		ParentWorker worker = InProcess.spawn(new JavaTestWorker()).build();
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> worker.call("add", Long.class, 1, 2))
			.withMessageContaining("has not been started yet");
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> worker.callAsync("add", Long.class, 1, 2).join())
			.withCauseInstanceOf(WorkerUnavailableException.class);
		worker.start();
		assertThatIllegalStateException().isThrownBy(worker::start).withMessageContaining("RUNNING");
		worker.stop();
		worker.stop();
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> worker.call("add", Long.class, 1, 2))
			.withMessageContaining("has been stopped");
		assertThat(worker).hasToString("ParentWorker 'in-process' (STOPPED)");
	}

	@Test
	void stopsWithoutHavingBeenStarted() throws IOException {
		ParentWorker worker = script("exit 0").build();
		worker.close();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void endsCallsThatAreNotAnsweredBeforeTheStop() {
		ParentWorker worker = InProcess
			.spawn(new JavaTestWorker(), (child) -> child.interruptFunctions(true).drainTimeout(Duration.ofMillis(100)))
			.start();
		CompletableFuture<Void> call = worker.callAsync("hang", Void.class);
		worker.stop();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(10, TimeUnit.SECONDS))
			.withMessageContaining("stop");
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void terminatesAWorkerThatDoesNotStopWhenAsked() throws Exception {
		ParentWorker worker = ParentWorker.spawn(WorkerCommand.java(StubbornWorker.class.getName()))
			.stopTimeout(Duration.ofMillis(100))
			.start();
		ProcessHandle process = ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow();
		worker.stop();
		assertThat(process.isAlive()).isFalse();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void endsChildrenOfTheProcessToo() throws IOException {
		String command = WorkerCommand.java(JavaTestWorker.class.getName())
			.arguments()
			.stream()
			.map((argument) -> "'" + argument + "'")
			.collect(Collectors.joining(" "));
		ParentWorker worker = script("sleep 1000 & " + command).start();
		ProcessHandle process = ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow();
		assertThat(process.descendants().count()).isEqualTo(2);
		worker.stop();
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	void leavesNothingBehindAfterManyLives() {
		for (int i = 0; i < 100; i++) {
			try (ParentWorker worker = InProcess.spawn(new JavaTestWorker()).start()) {
				assertThat(worker.call("add", Integer.class, i, 1)).isEqualTo(i + 1);
			}
		}
	}

	private ParentWorkerBuilder script(String text) throws IOException {
		Path script = Files.writeString(this.folder.resolve("worker.sh"), text + "\n");
		return ParentWorker.spawn(script.toString()).executable("sh");
	}

}

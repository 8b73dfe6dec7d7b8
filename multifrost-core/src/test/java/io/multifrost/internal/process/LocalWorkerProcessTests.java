package io.multifrost.internal.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class LocalWorkerProcessTests {

	@Test
	void theExitCodeAndTheLastOutputAreThereWhenTheProcessIsGone() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("echo out; echo oops >&2; exit 3"));
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(3));
		assertThat(process.isAlive()).isFalse();
		assertThat(process.lastOutput()).containsExactly("oops");
	}

	@Test
	void lastOutputIsStandardOutputWhereThereAreNoErrors() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("echo one; printf two"));
		TestProcesses.awaitExit(process);
		assertThat(process.lastOutput()).containsExactly("one", "two");
	}

	@Test
	void aSignalIsToldFromACode() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("kill -9 $$"));
		assertThat(TestProcesses.awaitExit(process).describe()).isEqualTo("was killed by signal 9 (SIGKILL)");
	}

	@Test
	void terminateAsksAndTheLastWordsAreKept() {
		RecordedOutput output = new RecordedOutput();
		WorkerProcess process = TestProcesses.launch(
				TestProcesses.shell("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.05; done"), output);
		TestProcesses.awaitLines(output, 1);
		assertThat(process.terminate()).isTrue();
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(5));
		assertThat(output.standard()).containsExactly("ready", "bye");
		assertThat(process.terminate()).isFalse();
	}

	@Test
	void killAndTerminateDoNothingWhenTheProcessIsGone() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("exit 4"));
		TestProcesses.awaitExit(process);
		process.kill();
		process.kill();
		assertThat(process.terminate()).isFalse();
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(4));
	}

	@Test
	void uptimeStandsStillAfterTheEnd() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("sleep 0.2"));
		TestProcesses.awaitExit(process);
		Duration uptime = process.uptime();
		// The process began a little before its time was taken.
		assertThat(uptime).isBetween(Duration.ofMillis(100), Duration.ofSeconds(20));
		await().pollDelay(Duration.ofMillis(20)).until(() -> process.uptime().equals(uptime));
	}

	@Test
	void whatACallerDoesToTheFutureChangesNothingForOthers() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("sleep 0.2; exit 6"));
		CompletableFuture<ExitStatus> mine = process.exit();
		mine.cancel(true);
		process.exit().complete(new ExitStatus(0));
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(6));
	}

	@Test
	void whoeverAsksForInputGetsNoneAtOnce() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("read -r line || { echo none; exit 3; }"));
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(3));
		assertThat(process.lastOutput()).containsExactly("none");
	}

	@Test
	void aQuestionWithoutAnEndOfLineIsPartOfTheLastOutput() {
		WorkerProcess process = TestProcesses
			.launch(TestProcesses.shell("echo hello; printf 'Password: '; exec sleep 1000"));
		await().untilAsserted(() -> assertThat(process.lastOutput()).containsExactly("hello", "Password: "));
		process.kill();
		TestProcesses.awaitExit(process);
		assertThat(process.lastOutput()).containsExactly("hello", "Password: ");
	}

	@Test
	void signalsOfTheProcessGroupOfThisJvmDoNotReachTheProcess() {
		assumeThat(OwnSession.prefix()).isNotEmpty();
		RecordedOutput output = new RecordedOutput();
		WorkerProcess process = TestProcesses
			.launch(TestProcesses.shell("echo $$; cut -d ' ' -f 5,6 /proc/$$/stat; exec sleep 1000"), output);
		String pid = Long.toString(process.pid());
		assertThat(TestProcesses.awaitLines(output, 2)).containsExactly(pid, pid + " " + pid);
		process.kill();
		TestProcesses.awaitExit(process);
	}

	@Test
	void aFloodOfErrorsNeitherBlocksNorFillsTheMemory() {
		AtomicLong characters = new AtomicLong();
		WorkerProcess process = TestProcesses.launch(
				TestProcesses.shell("head -c 100000000 /dev/zero | tr '\\0' 'e' | fold -w 99 >&2; echo end >&2"),
				(error, line) -> characters.addAndGet(line.length()));
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(0));
		assertThat(characters).hasValueGreaterThanOrEqualTo(100_000_000);
		List<String> tail = process.lastOutput();
		assertThat(tail).hasSize(41);
		assertThat(tail.get(0)).matches("\\.\\.\\. \\d+ lines left out");
	}

	@Test
	void aLineWithoutEndComesInPieces() {
		RecordedOutput output = new RecordedOutput();
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("head -c 1000000 /dev/zero; echo; echo next"),
				output);
		TestProcesses.awaitExit(process);
		assertThat(output.standard()).hasSizeGreaterThan(100).endsWith("next");
		assertThat(output.standard().stream().mapToInt(String::length).sum()).isEqualTo(1_000_004);
	}

	@Test
	void aListenerThatFailsDoesNotStopTheOutput() {
		AtomicInteger lines = new AtomicInteger();
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("seq 1 2000"), (error, line) -> {
			if (lines.incrementAndGet() % 2 == 0) {
				throw new IllegalStateException("listener");
			}
			throw new AssertionError("listener");
		});
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(0));
		await().until(() -> lines.get() == 2000);
	}

	@Test
	void aListenerThatInterruptsItsThreadDoesNotHideTheEnd() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("echo x; exec >&- 2>&-; sleep 0.2; exit 2"),
				(error, line) -> Thread.currentThread().interrupt());
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(2));
	}

	@Test
	void theEndIsToldWhileUserCodeBlocksTheCommonPool() {
		CountDownLatch release = new CountDownLatch(1);
		try {
			for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
				CompletableFuture.runAsync(() -> awaitUninterrupted(release));
			}
			WorkerProcess process = TestProcesses.launch(TestProcesses.shell("exit 8"));
			assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(8));
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void aProcessThatClosesItsOutputIsNotGone() {
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("exec >&- 2>&-; sleep 0.4; exit 9"));
		await().during(Duration.ofMillis(200)).until(() -> process.isAlive() && !process.exit().isDone());
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(9));
	}

	@Test
	void linesCarryTheirStreamAndTheThreadsTheirName() {
		ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
		WorkerProcess process = TestProcesses.launch(TestProcesses.shell("echo a; echo b >&2"),
				(error, line) -> seen.add(line + " " + error + " " + Thread.currentThread().getName()));
		TestProcesses.awaitExit(process);
		assertThat(seen).containsExactlyInAnyOrder("a false multifrost-" + process.pid() + "-stdout",
				"b true multifrost-" + process.pid() + "-stderr");
	}

	@Test
	void manyThreadsLaunchAtOnce() {
		List<CompletableFuture<ExitStatus>> exits = IntStream.range(0, 50)
			.parallel()
			.mapToObj((i) -> TestProcesses.launch(TestProcesses.shell("exit " + i)).exit())
			.toList();
		for (int i = 0; i < exits.size(); i++) {
			assertThat(exits.get(i).orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(new ExitStatus(i));
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

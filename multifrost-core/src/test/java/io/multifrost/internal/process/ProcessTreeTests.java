package io.multifrost.internal.process;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ProcessTreeTests {

	private final RecordedOutput output = new RecordedOutput();

	private WorkerProcess process;

	@AfterEach
	void endWhatIsLeft() {
		this.process.kill();
		this.output.standard()
			.forEach((line) -> ProcessHandle.of(Long.parseLong(line)).ifPresent(ProcessHandle::destroyForcibly));
	}

	@Test
	void killEndsChildrenAndTheirChildren() {
		List<Long> descendants = launch(2, "sh -c 'sleep 100 & echo $!; wait' & echo $!; wait");
		this.process.kill();
		assertThat(TestProcesses.awaitExit(this.process).signal()).hasValue(9);
		descendants.forEach(TestProcesses::awaitGone);
	}

	@Test
	void killAfterTheEndStillEndsChildrenThatWereThereAtTerminate() {
		long child = launch(1, "sleep 100 & echo $!; wait").get(0);
		assertThat(this.process.terminate()).isTrue();
		assertThat(TestProcesses.awaitExit(this.process).signal()).hasValue(15);
		assertThat(TestProcesses.isRunning(child)).isTrue();
		this.process.kill();
		TestProcesses.awaitGone(child);
	}

	@Test
	void killAfterTheEndEndsWhatTheChildrenStartedSince() {
		launch(1, "sh -c 'echo $$; trap \"sleep 100 & echo \\$!\" USR1; while :; do sleep 0.05; done' & wait");
		long child = Long.parseLong(this.output.standard().get(0));
		this.process.terminate();
		TestProcesses.awaitExit(this.process);
		TestProcesses.awaitExit(TestProcesses.launch(WorkerCommand.of("kill", "-USR1", Long.toString(child))));
		long grandchild = Long.parseLong(TestProcesses.awaitLines(this.output, 2).get(1));
		this.process.kill();
		TestProcesses.awaitGone(child);
		TestProcesses.awaitGone(grandchild);
	}

	@Test
	void exitIsToldThoughAChildKeepsTheOutputOpen() {
		long child = launch(1, "sleep 100 & echo $!; exit 3").get(0);
		long start = System.nanoTime();
		assertThat(TestProcesses.awaitExit(this.process)).isEqualTo(new ExitStatus(3));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(TestProcesses.isRunning(child)).isTrue();
		ProcessHandle.of(child).orElseThrow().destroyForcibly();
		String threads = "multifrost-" + this.process.pid() + "-";
		await().atMost(Duration.ofSeconds(10))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith(threads)));
	}

	@Test
	void killEndsAStoppedProcess() {
		long child = launch(1, "sh -c 'echo $$; kill -STOP $$' & wait").get(0);
		await().until(() -> TestProcesses.state(child).equals("T"));
		TestProcesses
			.awaitExit(TestProcesses.launch(WorkerCommand.of("kill", "-STOP", Long.toString(this.process.pid()))));
		await().until(() -> TestProcesses.state(this.process.pid()).equals("T"));
		assertThat(this.process.terminate()).isTrue();
		assertThat(this.process.isAlive()).isTrue();
		this.process.kill();
		assertThat(TestProcesses.awaitExit(this.process).signal()).hasValue(9);
		TestProcesses.awaitGone(child);
	}

	/**
	 * Launch a shell that prints process ids, and wait for them.
	 */
	private List<Long> launch(int printed, String script) {
		this.process = TestProcesses.launch(TestProcesses.shell(script), this.output);
		return TestProcesses.awaitLines(this.output, printed).stream().map(Long::valueOf).toList();
	}

}

package io.multifrost.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher.OutputListener;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class WatchdogTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	private static final String SLEEP = "exec sleep 100";

	private final Logger logger = (Logger) LoggerFactory.getLogger(Watchdog.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final List<WorkerProcess> launched = new ArrayList<>();

	private Watchdog watchdog = new Watchdog();

	@BeforeEach
	void recordLog() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void endWhatIsLeft() {
		this.logger.detachAppender(this.log);
		this.launched.forEach(WorkerProcess::kill);
	}

	@Test
	void itRunsWhileThereAreWorkersAndLeavesNoZombie() {
		assertThat(this.watchdog.process()).isNull();
		WorkerProcess first = launch(SLEEP);
		WorkerProcess second = launch(SLEEP);
		Process running = running();
		end(first);
		assertThat(running()).isSameAs(running);
		end(second);
		await().atMost(SOON).until(() -> this.watchdog.process() == null);
		await().atMost(SOON).until(() -> TestProcesses.state(running.pid()).isEmpty());
		WorkerProcess third = launch(SLEEP);
		assertThat(running()).isNotSameAs(running);
		end(third);
		assertThat(messages()).isEmpty();
	}

	@Test
	void itStaysUntilWhatAWorkerLeftBehindIsKilled() {
		RecordedOutput output = new RecordedOutput();
		WorkerProcess worker = launch("sleep 100 > /dev/null 2>&1 & echo $!", output);
		TestProcesses.awaitExit(worker);
		long child = Long.parseLong(TestProcesses.awaitLines(output, 1).get(0));
		assertThat(TestProcesses.isRunning(child)).isTrue();
		assertThat(running().isAlive()).isTrue();
		worker.kill();
		assertThat(this.watchdog.process()).isNull();
		TestProcesses.awaitGone(child);
	}

	@Test
	void aWorkerThatIsNotStartedLeavesNone() {
		assertThat(
				catchThrowable(() -> launch(WorkerCommand.of("sh", "-c", "x".repeat(3_000_000)), new RecordedOutput())))
			.isNotNull();
		assertThat(this.watchdog.process()).isNull();
	}

	@Test
	void itIgnoresWhatATerminalSends() {
		WorkerProcess worker = launch(SLEEP);
		// HUP, INT, QUIT, TERM, TSTP, TTIN, TTOU
		long signals = 0b11_1000_0100_0000_0000_0111L;
		await().atMost(SOON).until(() -> (ignoredSignals(running().pid()) & signals) == signals);
		end(worker);
	}

	@Test
	void itIsStartedAgainAndThenNoMoreIfItKeepsEnding() {
		WorkerProcess worker = launch(SLEEP);
		Process first = running();
		first.toHandle().destroyForcibly();
		await().atMost(SOON).until(() -> this.watchdog.process() != null && this.watchdog.process() != first);
		Process second = running();
		second.toHandle().destroyForcibly();
		await().atMost(SOON).until(() -> this.watchdog.process() != null && this.watchdog.process() != second);
		assertThat(messages()).hasSize(2)
			.first()
			.asString()
			.contains("pid " + first.pid(), "was killed by signal 9 (SIGKILL)", "started again");
		running().toHandle().destroyForcibly();
		await().atMost(SOON).until(() -> messages().size() == 3);
		assertThat(this.watchdog.process()).isNull();
		assertThat(worker.isAlive()).isTrue();
		end(worker);
	}

	@Test
	void aShellThatDoesNotWorkIsNoObstacle(@TempDir Path folder) throws IOException {
		Path shell = Files.writeString(folder.resolve("sh"), "#!/bin/sh\nexit 3\n");
		assertThat(shell.toFile().setExecutable(true)).isTrue();
		this.watchdog = new Watchdog(shell, Path.of("/proc"));
		WorkerProcess worker = launch(SLEEP);
		await().atMost(SOON).until(() -> messages().size() == 3);
		assertThat(messages()).last().asString().contains("exited with code 3", "workers may outlive");
		end(worker);
		end(launch(SLEEP));
		assertThat(messages()).hasSize(3);
	}

	@Test
	void whereThereIsNoShellThatIsSaidOnce(@TempDir Path folder) {
		this.watchdog = new Watchdog(folder.resolve("sh"), Path.of("/proc"));
		end(launch(SLEEP));
		end(launch(SLEEP));
		assertThat(messages()).singleElement().asString().contains("There is no " + folder.resolve("sh"));
		assertThat(this.watchdog.process()).isNull();
	}

	@Test
	void itKillsNobodyWhereThisJvmLives() throws IOException {
		WorkerProcess worker = launch(SLEEP);
		Process first = running();
		first.getOutputStream().close();
		await().atMost(SOON).until(() -> this.watchdog.process() != first);
		assertThat(worker.isAlive()).isTrue();
		assertThat(TestProcesses.isRunning(worker.pid())).isTrue();
		end(worker);
	}

	@Test
	void workersInheritNothingOfItsPipe() {
		WorkerProcess first = launch(SLEEP);
		WorkerProcess second = launch(SLEEP);
		for (long pid : new long[] { first.pid(), second.pid(), running().pid() }) {
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(descriptors(pid)).containsExactlyInAnyOrder("0", "1", "2"));
		}
		end(first);
		end(second);
	}

	private WorkerProcess launch(String script) {
		return launch(script, new RecordedOutput());
	}

	private WorkerProcess launch(String script, OutputListener output) {
		return launch(TestProcesses.shell(script), output);
	}

	private WorkerProcess launch(WorkerCommand command, OutputListener output) {
		WorkerProcess worker = new LocalWorkerLauncher(this.watchdog).launch(command, output);
		this.launched.add(worker);
		return worker;
	}

	private static void end(WorkerProcess worker) {
		worker.kill();
		TestProcesses.awaitExit(worker);
	}

	private Process running() {
		return Objects.requireNonNull(this.watchdog.process(), "The watchdog does not run");
	}

	private List<String> messages() {
		return List.copyOf(this.log.list)
			.stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static long ignoredSignals(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc", pid + "", "status"))
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.mapToLong((line) -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
			.findFirst()
			.orElseThrow();
	}

	private static List<String> descriptors(long pid) throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc", pid + "", "fd"))) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}

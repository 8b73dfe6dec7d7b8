package io.multifrost.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerLauncher;
import io.multifrost.process.WorkerLauncher.OutputListener;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts real processes and looks at them from outside.
 */
final class TestProcesses {

	private TestProcesses() {
	}

	static WorkerProcess launch(WorkerCommand command) {
		return launch(command, (error, line) -> {
		});
	}

	static WorkerProcess launch(WorkerCommand command, OutputListener listener) {
		return WorkerLauncher.local().launch(command, listener);
	}

	static WorkerCommand shell(String script) {
		return WorkerCommand.of("sh", "-c", script);
	}

	static ExitStatus awaitExit(WorkerProcess process) {
		try {
			return process.exit().get(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			process.kill();
			throw new AssertionError("Process " + process.pid() + " did not end", ex);
		}
	}

	static List<String> awaitLines(RecordedOutput output, int count) {
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(output.standard()).hasSize(count));
		return output.standard();
	}

	static void awaitGone(long pid) {
		await().atMost(Duration.ofSeconds(10)).until(() -> !isRunning(pid));
	}

	/**
	 * Whether a process runs. One that ended and was not collected by its parent (in a
	 * container often nobody does) does not run.
	 */
	static boolean isRunning(long pid) {
		String state = state(pid);
		return !state.isEmpty() && !state.equals("Z") && !state.equals("X");
	}

	static String state(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
			return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[0];
		}
		catch (NoSuchFileException ex) {
			return "";
		}
		catch (IOException ex) {
			return ""; // it went while it was read
		}
	}

}

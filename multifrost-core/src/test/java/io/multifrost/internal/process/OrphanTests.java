package io.multifrost.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.process.WorkerCommand;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of workers when the JVM that started them is killed.
 */
@Timeout(60)
class OrphanTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final String PROC = "/proc";

	/** Ignores what asks it to end. */
	private static final String STUBBORN = "trap '' TERM HUP INT; echo $$; while :; do sleep 1; done";

	/** Leaves the session, ignores signals, and has lost its parent. */
	private static final String DETACHED = "(setsid sh -c 'trap \"\" TERM HUP; echo $$; sleep 100; :' &); exec sleep 100";

	private static final String STOPPED = "echo $$; kill -STOP $$";

	/** Bears no mark, nor does its child. */
	private static final String UNMARKED = "exec env -i /bin/sh -c 'sleep 100 & echo $!; trap \"\" TERM; wait; wait'";

	private final List<Long> pids = new ArrayList<>();

	private Process parent;

	private long watchdog;

	@AfterEach
	void endWhatIsLeft() {
		this.parent.destroyForcibly();
		this.pids.forEach((pid) -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
	}

	@Test
	void allWorkersAndAllThatTheyStartedAreGone() throws IOException {
		start(12, PROC, STUBBORN, DETACHED, STOPPED, UNMARKED, DoomedProgram.NESTED);
		this.parent.destroyForcibly();
		assertGone();
	}

	@Test
	@RequiresPython
	void aPythonWorkerAndItsDaemonAreGone(@TempDir Path folder) throws IOException {
		Path script = Files.writeString(folder.resolve("daemon.py"), """
				import os, signal, time
				signal.signal(signal.SIGTERM, signal.SIG_IGN)
				if os.fork() == 0:
				    os.setsid()
				    if os.fork() == 0:
				        os.chdir("/")
				        print(os.getpid(), flush=True)
				        for descriptor in range(3):
				            os.close(descriptor)
				        time.sleep(100)
				    os._exit(0)
				os.wait()
				time.sleep(100)
				""");
		start(2, PROC, "exec " + Python.executable() + " " + script);
		this.parent.destroyForcibly();
		assertGone();
	}

	@Test
	@EnabledIf("hasPs")
	void whereThereIsNoProcTheTreeIsEnough() throws IOException {
		start(5, "/no/such/folder", STUBBORN, UNMARKED, STOPPED);
		this.parent.destroyForcibly();
		assertGone();
	}

	@Test
	void aWatchdogThatWasStartedAgainOutlivesAKillOfTheProcessGroup() throws Exception {
		start(2, PROC, DETACHED);
		long first = this.watchdog;
		ProcessHandle.of(first).orElseThrow().destroyForcibly();
		ProcessHandle jvm = this.parent.toHandle();
		await().atMost(Duration.ofSeconds(10))
			.until(() -> jvm.children().anyMatch((child) -> isWatchdog(child, first)));
		this.watchdog = jvm.children().filter((child) -> isWatchdog(child, first)).findAny().orElseThrow().pid();
		// The trap is the first thing that it does, the list of workers the last.
		await().atMost(Duration.ofSeconds(10)).until(() -> TestProcesses.state(this.watchdog).equals("S"));
		new ProcessBuilder("kill", "-KILL", "--", "-" + jvm.pid()).start().waitFor();
		assertGone();
	}

	private static boolean isWatchdog(ProcessHandle process, long first) {
		try {
			return process.pid() != first
					&& Files.readString(Path.of(PROC, process.pid() + "", "cmdline")).startsWith("/bin/sh\0-c\0eval");
		}
		catch (IOException ex) {
			return false; // it went while it was read
		}
	}

	/**
	 * Start the program in a process group of its own.
	 * @param count how many ids it and its workers print
	 * @param arguments its arguments
	 */
	private void start(int count, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("setsid"));
		command.addAll(WorkerCommand.java(DoomedProgram.class.getName(), "-XX:TieredStopAtLevel=1")
			.withArguments(arguments)
			.arguments());
		this.parent = new ProcessBuilder(command).redirectErrorStream(true).start();
		BufferedReader out = this.parent.inputReader(StandardCharsets.UTF_8);
		List<String> lines = new ArrayList<>();
		while (this.pids.size() < count || this.watchdog == 0) {
			String line = out.readLine();
			lines.add(line);
			assertThat(line).as("after %s", lines).isNotNull();
			if (line.matches("\\d+")) {
				this.pids.add(Long.parseLong(line));
			}
			else if (line.startsWith(DoomedProgram.WATCHDOG)) {
				this.watchdog = Long.parseLong(line.substring(DoomedProgram.WATCHDOG.length()));
				this.pids.add(this.watchdog);
			}
		}
		assertThat(this.pids).allMatch(TestProcesses::isRunning);
	}

	private void assertGone() {
		long killed = System.nanoTime();
		await().atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.pids.stream().noneMatch((pid) -> pid != this.watchdog && TestProcesses.isRunning(pid)));
		assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LIMIT);
		TestProcesses.awaitGone(this.watchdog);
	}

	static boolean hasPs() {
		return Arrays.stream(System.getenv("PATH").split(":"))
			.anyMatch((folder) -> Files.exists(Path.of(folder, "ps")));
	}

}

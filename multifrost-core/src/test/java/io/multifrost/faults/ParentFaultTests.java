package io.multifrost.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of calls and workers when their parent ends in the midst of its work.
 */
@Timeout(60)
class ParentFaultTests {

	private Process parent;

	private BufferedReader output;

	private ProcessHandle worker;

	@BeforeEach
	void start() throws IOException {
		this.parent = new ProcessBuilder(
				WorkerCommand.java(LoadedParent.class.getName(), "-XX:TieredStopAtLevel=1").arguments())
			.redirectError(Redirect.DISCARD)
			.start();
		this.output = this.parent.inputReader(StandardCharsets.UTF_8);
		String pid = find("worker ");
		this.worker = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
	}

	@AfterEach
	void endWhatIsLeft() {
		this.parent.destroyForcibly();
		if (this.worker != null) {
			this.worker.destroyForcibly();
		}
	}

	@Test
	void parentTerminatedUnderLoad() throws Exception {
		this.parent.toHandle().destroy(); // leaves its output to be read
		assertThat(find("unanswered ")).isEqualTo("0, wrong 0");
		assertThat(this.parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.parent.exitValue()).isEqualTo(128 + 15);
		assertThat(this.worker.isAlive()).isFalse();
	}

	@Test
	void parentKilledUnderLoad() {
		this.parent.destroyForcibly();
		await().atMost(Duration.ofSeconds(5)).until(() -> !this.worker.isAlive());
	}

	/**
	 * Read until a line says what is looked for. The log is on the standard output too.
	 */
	private String find(String label) throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.startsWith(label)) {
			line = this.output.readLine();
		}
		assertThat(line).as("a line that begins with '%s'", label).isNotNull();
		return line.substring(label.length());
	}

}

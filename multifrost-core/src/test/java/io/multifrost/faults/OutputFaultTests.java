package io.multifrost.faults;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a parent with little memory whose worker prints more than that.
 */
@Timeout(300)
class OutputFaultTests {

	@Test
	void aParentWithASmallHeapAndASlowHandlerBears100MegabytesWithoutAnEndOfLine() throws Exception {
		WorkerCommand command = WorkerCommand.java(FloodedParent.class.getName(), "-Xmx64m",
				"-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1");
		Process parent = new ProcessBuilder(command.arguments()).redirectErrorStream(true).start();
		try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
			List<String> lines = output.lines().toList();
			assertThat(lines).contains("answered").noneMatch((line) -> line.contains("OutOfMemoryError"));
			assertThat(parent.waitFor()).isZero();
		}
		finally {
			parent.destroyForcibly();
		}
	}

}

package io.multifrost.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.process.WorkerCommand;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A signal to the parent and all that is in its process group, as a terminal sends it.
 */
@Timeout(120)
class ProcessGroupTests {

	private static final Path SETSID = Path.of("/usr/bin/setsid");

	@ParameterizedTest
	@ValueSource(strings = { "INT", "HUP" })
	@RequiresPython
	void theWorkerAnswersWhatItsParentCallsWhileThatEnds(String signal) throws Exception {
		assumeThat(Files.isExecutable(SETSID)).isTrue();
		List<String> command = new ArrayList<>(List.of(SETSID.toString()));
		command.addAll(WorkerCommand.java(InterruptedParent.class.getName(), "-XX:TieredStopAtLevel=1").arguments());
		Process parent = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
		try (BufferedReader output = parent.inputReader(StandardCharsets.UTF_8)) {
			find(output, "worker ");
			assertThat(new ProcessBuilder("sh", "-c", "kill -" + signal + " -" + parent.pid()).start().waitFor())
				.isZero();
			assertThat(find(output, "slept ")).isEqualTo("0.5");
			assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			parent.destroyForcibly();
		}
	}

	private static String find(BufferedReader output, String label) throws IOException {
		String line = output.readLine();
		while (line != null && !line.startsWith(label)) {
			line = output.readLine();
		}
		assertThat(line).as("a line that begins with '%s'", label).isNotNull();
		return line.substring(label.length());
	}

}

package io.multifrost.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.process.WorkerCommand;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A signal to the parent and all that is in its process group, as a terminal sends it.
 */
@Timeout(120)
class ProcessGroupTests {

	// In a group of its own, as from a terminal: what ignores signals, such as nohup,
	// hands that on
	private static final String IN_A_TERMINAL = """
			import os, signal, sys
			os.setsid()
			for ignored in (signal.SIGINT, signal.SIGHUP):
			    signal.signal(ignored, signal.SIG_DFL)
			os.execvp(sys.argv[1], sys.argv[1:])
			""";

	@ParameterizedTest
	@ValueSource(strings = { "INT", "HUP" })
	@RequiresPython
	void theWorkerAnswersWhatItsParentCallsWhileThatEnds(String signal) throws Exception {
		List<String> command = new ArrayList<>(List.of(Python.executable().toString(), "-c", IN_A_TERMINAL));
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

package io.multifrost;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerExitedException}.
 */
class WorkerExitedExceptionTests {

	@ParameterizedTest
	@CsvSource({ "0, exited with code 0", "3, exited with code 3", "128, exited with code 128",
			"129, was killed by signal 1", "137, was killed by signal 9", "143, was killed by signal 15",
			"192, was killed by signal 64", "193, exited with code 193", "255, exited with code 255",
			"-1, exited with code -1" })
	void tellsSignalsFromCodes(int exitCode, String how) {
		assertThat(exited(exitCode, List.of())).hasMessage("Worker 'math' (pid 7) " + how + " after 1500 ms");
		assertThat(exited(exitCode, List.of()).exitCode()).isEqualTo(exitCode);
	}

	@Test
	void showsTheLastOutput() {
		WorkerExitedException ex = exited(1, List.of("Traceback", "  oops"));
		assertThat(ex.getMessage()).endsWith("after 1500 ms\n  output:\n    Traceback\n      oops");
		assertThat(ex.lastOutput()).containsExactly("Traceback", "  oops");
		assertThat(ex.worker()).isEqualTo("math");
		assertThat(ex.pid()).isEqualTo(7);
		assertThat(ex.uptime()).isEqualTo(Duration.ofMillis(1500));
	}

	private static WorkerExitedException exited(int exitCode, List<String> lastOutput) {
		return new WorkerExitedException("math", 7, exitCode, Duration.ofMillis(1500), lastOutput);
	}

}

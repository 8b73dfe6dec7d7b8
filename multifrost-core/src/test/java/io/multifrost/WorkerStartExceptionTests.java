package io.multifrost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.multifrost.WorkerStartException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WorkerStartException}.
 */
class WorkerStartExceptionTests {

	@Test
	void showsProblemCommandAndOutput() {
		IOException cause = new IOException("why");
		WorkerStartException ex = new WorkerStartException("math", Reason.EXITED, "It exited with code 3",
				List.of("python3", "worker.py"), 3, "one\ntwo", cause);
		assertThat(ex).hasMessage("It exited with code 3\n  command: python3 worker.py\n  output:\n    one\n    two")
			.hasCause(cause);
		assertThat(ex.worker()).isEqualTo("math");
		assertThat(ex.reason()).isEqualTo(Reason.EXITED);
		assertThat(ex.problem()).isEqualTo("It exited with code 3");
		assertThat(ex.command()).containsExactly("python3", "worker.py");
		assertThat(ex.exitCode()).isEqualTo(3);
		assertThat(ex.output()).isEqualTo("one\ntwo");
	}

	@Test
	void leavesOutWhatIsNotKnown() {
		WorkerStartException ex = new WorkerStartException(Reason.STOPPED, "Stopped", List.of(), null, "", null);
		assertThat(ex).hasMessage("Stopped").hasNoCause();
		assertThat(ex.worker()).isNull();
		assertThat(ex.exitCode()).isNull();
	}

	@Test
	void cutsLongArgumentsInTheMessageAlone() {
		String classPath = "/a.jar:".repeat(1000);
		WorkerStartException ex = new WorkerStartException(Reason.OTHER, "Failed",
				List.of("java", "-cp", classPath, "Main", "x".repeat(200)), null, "", null);
		assertThat(ex.getMessage()).hasSizeLessThan(500)
			.contains("java -cp /a.jar:/a.jar:")
			.contains("... Main " + "x".repeat(200))
			.doesNotEndWith("...");
		assertThat(ex.command()).contains(classPath);
	}

	@Test
	void keepsItsOwnCopyOfTheCommand() {
		List<String> command = new ArrayList<>(List.of("a"));
		WorkerStartException ex = new WorkerStartException(Reason.OTHER, "Failed", command, null, "", null);
		command.add("b");
		assertThat(ex.command()).containsExactly("a");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> ex.command().add("c"));
	}

}

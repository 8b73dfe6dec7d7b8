package io.multifrost.process;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class WorkerCommandTests {

	@Test
	void copiesLeaveTheOriginalAsItWas() {
		WorkerCommand original = WorkerCommand.of("tool", "-x");
		WorkerCommand copy = original.withArguments("-y", "z")
			.withDirectory(Path.of("/tmp"))
			.withEnvironment("A", "1")
			.withEnvironment(Map.of("A", "2", "B", "3"));
		assertThat(copy.arguments()).containsExactly("tool", "-x", "-y", "z");
		assertThat(copy.directory()).isEqualTo(Path.of("/tmp"));
		assertThat(copy.environment()).containsOnly(Map.entry("A", "2"), Map.entry("B", "3"));
		assertThat(original).isEqualTo(WorkerCommand.of(List.of("tool", "-x"))).isNotEqualTo(copy);
		assertThat(original.directory()).isNull();
		assertThat(original.environment()).isEmpty();
	}

	@Test
	void isPrintedAsItsCommandLineWithoutTheEnvironment() {
		WorkerCommand command = WorkerCommand.script("python3", Path.of("worker.py"), "--worker")
			.withEnvironment("TOKEN", "secret");
		assertThat(command).hasToString("python3 worker.py --worker");
	}

	@Test
	void javaUsesTheExecutableAndTheAbsoluteClassPathOfThisJvm() {
		List<String> arguments = WorkerCommand.java("com.example.Main", "-Xmx64m").withArguments("a").arguments();
		assertThat(arguments).startsWith(Path.of(System.getProperty("java.home"), "bin", "java").toString())
			.containsSubsequence("-Xmx64m", "-cp", "com.example.Main", "a")
			.endsWith("com.example.Main", "a");
		String classPath = arguments.get(arguments.indexOf("-cp") + 1);
		assertThat(classPath.split(File.pathSeparator)).allMatch((entry) -> Path.of(entry).isAbsolute());
	}

	@Test
	void aCommandWithoutAnExecutableIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(WorkerCommand::of).withMessageContaining("executable");
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerCommand.of(" ", "x"))
			.withMessageContaining("executable");
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerCommand.java(""))
			.withMessageContaining("main class");
		assertThatNullPointerException().isThrownBy(() -> WorkerCommand.of("x", null));
	}

	@Test
	void whatTheOperatingSystemCannotCarryIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerCommand.of("x", "a", "b\0c"))
			.withMessageContaining("Argument 2")
			.withMessageContaining("'x'");
		WorkerCommand command = WorkerCommand.of("x");
		assertThatIllegalArgumentException().isThrownBy(() -> command.withArguments("\0"));
		assertThatIllegalArgumentException().isThrownBy(() -> command.withEnvironment("A=B", "c"))
			.withMessageContaining("'A=B'");
		assertThatIllegalArgumentException().isThrownBy(() -> command.withEnvironment("", "c"));
		assertThatIllegalArgumentException().isThrownBy(() -> command.withEnvironment("KEY", "secret\0"))
			.withMessageContaining("'KEY'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

}

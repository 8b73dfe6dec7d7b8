package io.multifrost.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.process.ExitStatus;
import io.multifrost.process.WorkerCommand;
import io.multifrost.process.WorkerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LocalWorkerLauncherTests {

	@TempDir
	private Path directory;

	@Test
	void aMissingExecutableIsNamedWithThePathThatWasSearched() {
		WorkerStartException ex = failure(WorkerCommand.of("pythn3", "worker.py"));
		assertThat(ex.reason()).isEqualTo(Reason.EXECUTABLE_NOT_FOUND);
		assertThat(ex.command()).containsExactly("pythn3", "worker.py");
		assertThat(ex).hasMessageStartingWith(
				"Executable 'pythn3' was not found on the PATH (" + System.getenv("PATH") + "): install it");
	}

	@Test
	void aMissingExecutableWithASlashIsNamedWithItsFullPath() {
		WorkerStartException ex = failure(WorkerCommand.of("bin/tool").withDirectory(this.directory));
		assertThat(ex.reason()).isEqualTo(Reason.EXECUTABLE_NOT_FOUND);
		assertThat(ex).hasMessageContaining("'bin/tool'").hasMessageContaining("'" + this.directory + "/bin/tool'");
	}

	@Test
	void anExecutableThatOnlyTheWorkingDirectoryHasIsPointedOut() throws IOException {
		write("tool", "#!/bin/sh\n", true);
		WorkerStartException ex = failure(WorkerCommand.of("tool").withDirectory(this.directory));
		assertThat(ex.reason()).isEqualTo(Reason.EXECUTABLE_NOT_FOUND);
		assertThat(ex).hasMessageContaining("'./tool'");
	}

	@Test
	void aFileThatIsNotExecutableGetsItsRemedy() throws IOException {
		Path file = write("tool", "#!/bin/sh\n", false);
		for (WorkerCommand command : List.of(WorkerCommand.of(file.toString()),
				WorkerCommand.of("tool").withEnvironment("PATH", this.directory.toString()))) {
			WorkerStartException ex = failure(command);
			assertThat(ex.reason()).isEqualTo(Reason.NOT_EXECUTABLE);
			assertThat(ex).hasMessageContaining("'" + file + "' is not executable")
				.hasMessageContaining("chmod +x")
				.hasMessageContaining("interpreter");
		}
	}

	@Test
	void aDirectoryIsNoExecutable() {
		WorkerStartException ex = failure(WorkerCommand.of(this.directory.toString()));
		assertThat(ex.reason()).isEqualTo(Reason.EXECUTABLE_NOT_FOUND);
		assertThat(ex).hasMessageContaining("is not a file");
	}

	@Test
	void aMissingScriptIsNamedWithItsFullPathAndTheWorkingDirectory() {
		WorkerStartException ex = failure(
				WorkerCommand.script("sh", Path.of("workers/none.sh")).withDirectory(this.directory));
		assertThat(ex.reason()).isEqualTo(Reason.SCRIPT_NOT_FOUND);
		assertThat(ex).hasMessageContaining("'workers/none.sh'")
			.hasMessageContaining("'" + this.directory.resolve("workers/none.sh") + "'")
			.hasMessageContaining("working directory '" + this.directory + "'");
	}

	@Test
	void aMissingDirectoryIsNamed() throws IOException {
		Path missing = this.directory.resolve("none");
		WorkerStartException ex = failure(WorkerCommand.of("sh").withDirectory(missing));
		assertThat(ex.reason()).isEqualTo(Reason.DIRECTORY_NOT_FOUND);
		assertThat(ex).hasMessageContaining("'" + missing + "' does not exist");
		Path file = write("file", "", false);
		assertThat(failure(WorkerCommand.of("sh").withDirectory(file))).hasMessageContaining("is not a directory");
	}

	@Test
	void aMissingInterpreterInTheFirstLineIsNamed() throws IOException {
		Path file = write("tool", "#!/no/such/interpreter -x\n", true);
		WorkerStartException ex = failure(WorkerCommand.of(file.toString()));
		assertThat(ex.reason()).isEqualTo(Reason.EXECUTABLE_NOT_FOUND);
		assertThat(ex).hasMessageContaining("'" + file + "'").hasMessageContaining("'/no/such/interpreter'");
		assertThat(ex.getCause()).isInstanceOf(IOException.class);
	}

	@Test
	void aFirstLineThatEndsLikeOnWindowsIsShown() throws IOException {
		Path file = write("tool", "#!/bin/sh\r\nexit 0\r\n", true);
		assertThat(failure(WorkerCommand.of(file.toString()))).hasMessageContaining("'/bin/sh\\r'");
	}

	@Test
	void whatTheOperatingSystemRefusesKeepsItsCause() {
		WorkerStartException ex = failure(WorkerCommand.of("sh", "-c", "x".repeat(3_000_000)));
		assertThat(ex.reason()).isEqualTo(Reason.OTHER);
		assertThat(ex.getCause()).isInstanceOf(IOException.class);
	}

	@Test
	void aBareNameIsLookedUpOnThePathOfTheCommand() throws IOException {
		write("only-here", "#!/bin/sh\necho found\n", true);
		assertThat(linesOf(WorkerCommand.of("only-here").withEnvironment("PATH", this.directory + ":/usr/bin:/bin")))
			.containsExactly("found");
	}

	@Test
	void anEntryOfThePathThatDoesNotExistIsNoObstacle() {
		assertThat(linesOf(WorkerCommand.of("echo", "x").withEnvironment("PATH", "/no/such::\uFFFD:/usr/bin:/bin")))
			.containsExactly("x");
	}

	@Test
	void executableScriptAndDirectoryAreRelativeToTheDirectoryOfTheCommand() throws IOException {
		write("where.sh", "#!/bin/sh\npwd -P\n", true);
		String expected = this.directory.toRealPath().toString();
		assertThat(linesOf(WorkerCommand.of("./where.sh").withDirectory(this.directory))).containsExactly(expected);
		assertThat(linesOf(WorkerCommand.script("sh", Path.of("where.sh")).withDirectory(this.directory)))
			.containsExactly(expected);
	}

	@Test
	void theEnvironmentIsAddedToThatOfThisProcess() {
		WorkerCommand command = TestProcesses.shell("echo \"$GREETING\"; echo \"$PATH\"")
			.withEnvironment("GREETING", "good morning");
		assertThat(linesOf(command)).containsExactly("good morning", System.getenv("PATH"));
	}

	@Test
	void argumentsArriveAsTheyAre() {
		WorkerCommand command = WorkerCommand.of("sh", "-c", "printf '%s\\n' \"$@\"", "name", "a b", "", "$HOME",
				"'\"*");
		assertThat(linesOf(command)).containsExactly("a b", "", "$HOME", "'\"*");
	}

	@Test
	void javaRunsAMainClassOfThisClassPathInAnotherDirectory() {
		WorkerCommand command = WorkerCommand.java(PrintingProgram.class.getName(), "-Dgreeting=hello")
			.withArguments("one", "two")
			.withDirectory(this.directory);
		RecordedOutput output = new RecordedOutput();
		WorkerProcess process = TestProcesses.launch(command, output);
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(7));
		assertThat(output.standard()).containsExactly("hello one two");
		assertThat(process.lastOutput()).contains("an error");
	}

	@Test
	void whatTheEncodingOfTheSystemLacksIsRefused() {
		WorkerCommand command = WorkerCommand.of("echo", "caf\u00e9");
		for (WorkerCommand refused : List.of(command,
				WorkerCommand.of("echo").withEnvironment("CITY", "Z\u00fcrich"))) {
			assertThatExceptionOfType(WorkerStartException.class)
				.isThrownBy(() -> new LaunchCheck(refused, "/bin", StandardCharsets.US_ASCII).run())
				.withMessageContaining("US-ASCII")
				.withMessageContaining("LC_ALL=C.UTF-8");
		}
		assertThat(new LaunchCheck(command, "/bin", StandardCharsets.UTF_8).run()).isEqualTo("/bin/echo");
	}

	@Test
	void aJvmInTheCLocaleRefusesWhatItCannotHandOver() throws Exception {
		ProcessBuilder builder = new ProcessBuilder(
				WorkerCommand.java(AccentedProgram.class.getName(), "-XX:TieredStopAtLevel=1").arguments());
		builder.environment().put("LC_ALL", "C");
		Process parent = builder.redirectErrorStream(true).start();
		assertThat(parent.inputReader().lines())
			.anyMatch((line) -> line.startsWith("Script '") && line.contains("cannot be named by this JVM")
					&& line.contains("LC_ALL=C.UTF-8"))
			.anyMatch((line) -> line.contains("WorkerStartException") && line.contains("LC_ALL=C.UTF-8"));
		assertThat(parent.waitFor()).isNotZero();
	}

	private static List<String> linesOf(WorkerCommand command) {
		RecordedOutput output = new RecordedOutput();
		WorkerProcess process = TestProcesses.launch(command, output);
		assertThat(TestProcesses.awaitExit(process)).isEqualTo(new ExitStatus(0));
		assertThat(output.errors()).isEmpty();
		return output.standard();
	}

	private static WorkerStartException failure(WorkerCommand command) {
		return catchThrowableOfType(WorkerStartException.class, () -> TestProcesses.launch(command));
	}

	private Path write(String name, String content, boolean executable) throws IOException {
		Path file = Files.writeString(this.directory.resolve(name), content);
		assertThat(file.toFile().setExecutable(executable)).isTrue();
		return file;
	}

}

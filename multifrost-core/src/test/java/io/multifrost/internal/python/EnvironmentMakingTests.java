package io.multifrost.internal.python;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.WorkerStartException;
import io.multifrost.WorkerStartException.Reason;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonEnvironments.Mode;
import io.multifrost.process.PythonWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * What surrounds the tools, with one that only pretends to install.
 */
class EnvironmentMakingTests {

	private final List<String> said = Collections.synchronizedList(new ArrayList<>());

	@TempDir
	private Path temp;

	private Path folder;

	private FakePython python;

	private PythonEnvironments settings;

	@BeforeEach
	void set() throws Exception {
		this.folder = this.temp.resolve("home/python");
		this.python = FakePython.in(this.temp.resolve("bin"), "3.11.7");
		this.settings = PythonEnvironments.DEFAULTS.withDirectory(this.folder);
	}

	@Test
	void anEnvironmentIsMadeOnceForTheSameRequirements() throws Exception {
		Path first = prepare("ok", "six==1.0", "# a comment").environment();
		Path second = prepare("ok", "  six==1.0  # another").environment();
		Path other = prepare("ok", "six==1.1").environment();
		assertThat(first).isEqualTo(second).isNotEqualTo(other).isExecutable();
		assertThat(this.python.installs()).isEqualTo(2);
		assertThat(this.said).contains("made a venv", "collecting things")
			.anyMatch((line) -> line.startsWith("Making the Python environment"));
	}

	@Test
	void anEnvironmentIsForItsUserAlone() throws Exception {
		Path interpreter = prepare("ok", "six").environment();
		for (Path path = interpreter.getParent().getParent().getParent(); !path.equals(this.temp); path = path
			.getParent()) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
		}
	}

	@Test
	void aFolderThatOthersMayWriteToIsRefused() throws Exception {
		Files.createDirectories(this.folder);
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxrwxr-x"));
		assertThatThrownBy(() -> prepare("ok", "six")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining(this.folder.toString())
			.hasMessageContaining("chmod go-w");
	}

	@Test
	void aToolThatFailsIsShownWithItsOwnWordsAndLeavesNothing() throws Exception {
		PythonEnvironmentException failure = catchThrowableOfType(PythonEnvironmentException.class,
				() -> prepare("fail", "six==99"));
		assertThat(failure).hasMessageContaining("six==99").hasMessageContaining("pip install");
		assertThat(failure.exitCode()).isEqualTo(7);
		assertThat(failure.output()).isEqualTo("ERROR: No space left on device");
		assertThat(attempts()).isEmpty();
		assertThat(prepare("ok", "six==99").environment()).isExecutable();
	}

	@Test
	void aToolThatTakesTooLongIsEndedWithItsChildren() throws Exception {
		this.settings = this.settings.withTimeout(Duration.ofSeconds(3));
		assertThatThrownBy(() -> prepare("hang", "six")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("PT3S")
			.hasMessageContaining("collecting things");
		awaitEndOfChild();
		assertThat(attempts()).isEmpty();
	}

	@Test
	void anInterruptEndsTheToolWithItsChildren() throws Exception {
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		CompletableFuture<Boolean> mark = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				prepare("hang", "six");
			}
			catch (Throwable ex) {
				mark.complete(Thread.interrupted());
				end.complete(ex);
			}
		});
		thread.start();
		await().until(() -> Files.exists(this.python.childPid()));
		thread.interrupt();
		thread.join();
		assertThat(end.join()).isInstanceOfSatisfying(WorkerStartException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.STOPPED));
		assertThat(mark.join()).isTrue();
		awaitEndOfChild();
		assertThat(attempts()).isEmpty();
	}

	@Test
	void whatAKilledApplicationLeftHalfMadeIsNotUsedAndRemoved() throws Exception {
		Process application = PrepareProgram.start(this.folder, this.python.executable(), "hang", this.python.log(),
				"six");
		await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(this.python.childPid()));
		application.toHandle().destroyForcibly();
		application.waitFor();
		List<Path> left = attempts();
		assertThat(left).hasSize(1);
		awaitEndOfChild();

		Path interpreter = prepare("ok", "six").environment();
		assertThat(interpreter).isExecutable().doesNotHaveToString(left.get(0).resolve("bin/python").toString());
		assertThat(attempts()).hasSize(1).doesNotContainAnyElementsOf(left);
	}

	@Test
	void twoApplicationsAtOnceMakeOneEnvironment() throws Exception {
		List<Process> applications = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			applications
				.add(PrepareProgram.start(this.folder, this.python.executable(), "ok", this.python.log(), "six"));
		}
		List<String> environments = new ArrayList<>();
		for (Process application : applications) {
			String output = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(application.waitFor()).as(output).isZero();
			output.lines().filter((line) -> line.startsWith("ENVIRONMENT")).forEach(environments::add);
		}
		assertThat(environments).hasSize(2);
		assertThat(environments.get(0)).isEqualTo(environments.get(1));
		assertThat(this.python.installs()).isEqualTo(1);
	}

	@Test
	void threadsOfOneApplicationMakeOneEnvironment() {
		PythonWorkers workers = new PythonWorkers(this.settings, PythonRuns.STAND_IN);
		List<Path> environments = Stream.generate(() -> worker("ok", "six"))
			.limit(4)
			.map((worker) -> CompletableFuture
				.supplyAsync(() -> workers.prepare(worker, (error, line) -> this.said.add(line)).environment()))
			.toList()
			.stream()
			.map(CompletableFuture::join)
			.distinct()
			.toList();
		assertThat(environments).hasSize(1);
		assertThat(this.said).filteredOn("made a venv"::equals).hasSize(1);
	}

	@Test
	void whereEnvironmentsMayNotBeMadeAMissingOneIsRefusedAtOnce() throws Exception {
		this.settings = this.settings.withMode(Mode.REQUIRE);
		assertThatThrownBy(() -> prepare("ok", "six==1.0")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining(this.folder.toString())
			.hasMessageContaining("six==1.0")
			.hasMessageContaining("'require'")
			.hasMessageContaining(this.python.executable() + " -I -m venv");
		assertThat(this.python.installs()).isZero();
		this.settings = this.settings.withMode(Mode.CREATE);
		Path made = prepare("ok", "six==1.0").environment();
		this.settings = this.settings.withMode(Mode.REQUIRE);
		assertThat(prepare("ok", "six==1.0").environment()).isEqualTo(made);
	}

	@Test
	void anEnvironmentThatWasDamagedIsMadeAgain() throws Exception {
		Path first = prepare("ok", "six").environment();
		Files.delete(first.resolveSibling("packages"));
		Path second = prepare("ok", "six").environment();
		assertThat(first).as("a worker may run in it").exists();
		Files.delete(second);
		Path third = prepare("ok", "six").environment();
		assertThat(third).isExecutable().isNotEqualTo(second);
		assertThat(this.python.installs()).isEqualTo(3);
	}

	@Test
	void whatSomebodyDeletedIsMadeAgainOneEnvironmentOrAll() {
		PythonWorkers workers = new PythonWorkers(this.settings, PythonRuns.STAND_IN);
		Path first = workers.prepare(worker("ok", "six"), (error, line) -> this.said.add(line)).environment();
		Path ofItself = first.getParent().getParent().getParent();
		assertThat(ofItself).hasParent(this.folder);
		for (Path deleted : List.of(ofItself, this.folder)) {
			assertThat(PrivateFolders.delete(deleted)).isTrue();
			PreparedPython again = workers.prepare(worker("ok", "six"), (error, line) -> this.said.add(line));
			assertThat(again.environment()).isExecutable().isNotEqualTo(first);
			assertThat(Path.of(again.command().arguments().get(1))).as("what is unpacked").exists();
		}
	}

	@Test
	void anEnvironmentThatCannotBeTriedIsNotReplaced() throws Exception {
		Path interpreter = prepare("ok", "six").environment();
		String script = Files.readString(interpreter);
		Files.writeString(interpreter, "#!/bin/sh\nkill -9 $$\n");
		assertThatThrownBy(() -> prepare("ok", "six")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("was killed by signal 9 (SIGKILL): try again");
		Files.writeString(interpreter, script);
		assertThat(prepare("ok", "six").environment()).isEqualTo(interpreter);
	}

	@Test
	void aPythonThatIsTooOldIsRefused() throws Exception {
		this.python = FakePython.in(this.temp.resolve("bin"), "3.8.18");
		assertThatThrownBy(() -> prepare("ok", "six")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining(">=3.9")
			.hasMessageContaining("(Python 3.8.18)");
	}

	@Test
	void aFolderThatCannotBeMadeIsNamed() throws Exception {
		Files.writeString(this.temp.resolve("home"), "a file");
		assertThatThrownBy(() -> prepare("ok", "six")).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining(this.folder.toString())
			.hasMessageContaining("name another folder");
	}

	@Test
	void aRequirementsFileThatDoesNotExistIsNamed() {
		PythonWorker worker = PythonWorker.module("words").requirements(this.temp.resolve("nowhere.txt")).build();
		assertThatThrownBy(() -> prepare(worker)).isInstanceOf(PythonEnvironmentException.class)
			.hasMessageContaining("nowhere.txt");
	}

	private void awaitEndOfChild() throws Exception {
		long pid = Long.parseLong(Files.readString(this.python.childPid()).strip());
		await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
	}

	private List<Path> attempts() throws Exception {
		try (Stream<Path> paths = Files.walk(this.folder, 2)) {
			return paths.filter((path) -> path.getFileName().toString().startsWith("env-")).toList();
		}
	}

	private PythonWorker worker(String mode, String... requirements) {
		return PythonWorker.module("words")
			.executable(this.python.executable())
			.requirements(requirements)
			.environment("FAKE_MODE", mode)
			.environment("FAKE_LOG", this.python.log().toString())
			.environment("PATH", "/usr/bin:/bin")
			.build();
	}

	private PreparedPython prepare(String mode, String... requirements) {
		return prepare(worker(mode, requirements));
	}

	private PreparedPython prepare(PythonWorker worker) {
		return new PythonWorkers(this.settings, PythonRuns.STAND_IN).prepare(worker,
				(error, line) -> this.said.add(line));
	}

}

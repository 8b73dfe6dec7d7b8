package io.multifrost.internal.python;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Real interpreters, real packages.
 */
@RequiresPython
@RequiresPackageIndex
class PythonInstallTests {

	private static final String WORDS = """
			import six
			def name():
			    return "words with six " + six.__version__
			""";

	private final List<String> said = Collections.synchronizedList(new ArrayList<>());

	@TempDir
	private Path temp;

	private Path modules;

	private PythonWorkers workers;

	@BeforeEach
	void set() throws Exception {
		this.modules = Files.createDirectories(this.temp.resolve("meine Wörter"));
		Files.writeString(this.modules.resolve("words.py"), WORDS);
		// Must not be taken for what the tools import
		Files.writeString(this.modules.resolve("queue.py"), "raise RuntimeError('not for pip')");
		this.workers = new PythonWorkers(
				PythonEnvironments.DEFAULTS.withDirectory(this.temp.resolve("Umgebungen für Ä/python")),
				PythonRuns.STAND_IN);
	}

	@AfterEach
	void removeLinksToInterpreters() {
		assertThat(PrivateFolders.delete(this.temp.resolve("Umgebungen für Ä"))).isTrue();
		assertThat(PrivateFolders.delete(this.temp.resolve("own"))).isTrue();
	}

	@Test
	void pipInstallsInAFolderWithSpacesAndUmlautsWhateverPythonVariablesTheUserHas() throws Exception {
		Path requirements = Files.writeString(this.modules.resolve("requirements.txt"), "-r more.txt\n");
		Files.writeString(this.modules.resolve("more.txt"), "six==1.16.0 # tiny\n");
		PythonWorker worker = worker().requirements(requirements)
			.environment("PATH", "/usr/bin:/bin")
			.environment("PYTHONHOME", "/nowhere")
			.environment("PYTHONPATH", this.modules.toString())
			.build();
		PreparedPython prepared = prepare(worker);
		assertThat(this.said).anyMatch((line) -> line.contains("with venv and pip"))
			.anyMatch((line) -> line.contains("Successfully installed"));
		assertThat(prepared.command().environment().get("PYTHONPATH")).startsWith(this.temp.toString())
			.endsWith(File.pathSeparator + this.modules);
		Files.delete(this.modules.resolve("queue.py"));
		assertThat(PythonRuns.run(prepared)).contains("served words with six 1.16.0", "msgpack 1")
			.contains("prefix " + prepared.environment().getParent().getParent());
	}

	@Test
	void uvInstallsWhereItIsOnThePath() throws Exception {
		Path uv = prepare(worker().requirements("uv").environment("PATH", "/usr/bin:/bin").build()).environment()
			.getParent();
		this.said.clear();
		PythonWorker worker = worker().requirements("six==1.17.0")
			.environment("PATH", uv + ":/usr/bin:/bin")
			.environment("PYTHONHOME", "/nowhere")
			.build();
		PreparedPython prepared = prepare(worker);
		assertThat(this.said).anyMatch((line) -> line.contains("with uv for six==1.17.0"))
			.noneMatch((line) -> line.contains("Successfully installed"));
		Files.delete(this.modules.resolve("queue.py"));
		assertThat(PythonRuns.run(prepared)).contains("served words with six 1.17.0", "msgpack 1");
	}

	@Test
	void aPackageThatDoesNotExistIsToldInPipsOwnWords() {
		PythonEnvironmentException failure = catchThrowableOfType(PythonEnvironmentException.class,
				() -> prepare(worker().requirements("six==0.0.1").environment("PATH", "/usr/bin:/bin").build()));
		assertThat(failure).hasMessageContaining("(six==0.0.1) could not be installed");
		assertThat(failure.output()).contains("No matching distribution found for six==0.0.1");
		assertThat(failure.exitCode()).isEqualTo(1);
	}

	@Test
	void anIndexThatCannotBeReachedIsToldInPipsOwnWords() {
		PythonWorker worker = worker().requirements("six")
			.environment("PATH", "/usr/bin:/bin")
			.environment("PIP_INDEX_URL", "http://127.0.0.1:1/simple")
			.environment("PIP_RETRIES", "1")
			.environment("PIP_CONFIG_FILE", "/dev/null")
			.build();
		PythonEnvironmentException failure = catchThrowableOfType(PythonEnvironmentException.class,
				() -> prepare(worker));
		assertThat(failure.output()).contains("Connection refused");
	}

	@Test
	void anInterpreterThatHasMsgpackRunsAWorkerWithoutRequirementsItself() throws Exception {
		Files.writeString(this.modules.resolve("words.py"), "def name():\n    return 'words alone'\n");
		Files.delete(this.modules.resolve("queue.py"));
		PreparedPython prepared = prepare(worker().build());
		assertThat(prepared.environment()).isNull();
		assertThat(this.said).isEmpty();
		assertThat(PythonRuns.run(prepared)).contains("served words alone");
	}

	@Test
	void anInterpreterWithoutMsgpackIsGivenItAndKeepsItsOwnPackages() throws Exception {
		ToolRunner tools = new ToolRunner(Map.of("PATH", "/usr/bin:/bin"), (error, line) -> {
		}, Duration.ofMinutes(2));
		Path own = this.temp.resolve("own");
		tools.run(List.of(Python.executable().toString(), "-I", "-m", "venv", "--without-pip", own.toString()),
				Map.of(), null, "No venv");
		Path packages = Preparation.sitePackages(own.resolve("bin/python"));
		Files.writeString(packages.resolve("six.py"), "__version__ = 'of my own'\n");
		Files.delete(this.modules.resolve("queue.py"));
		PreparedPython prepared = prepare(worker().executable(own.resolve("bin/python").toString())
			.environment("PATH", "/usr/bin:/bin")
			.environment("PYTHONHOME", "/nowhere")
			.build());
		assertThat(PythonRuns.run(prepared)).contains("served words with six of my own", "msgpack 1");
		assertThat(Preparation.sitePackages(prepared.environment())).isDirectoryContaining("glob:**/msgpack")
			.isDirectoryNotContaining("glob:**/{pip,setuptools,pkg_resources}");
	}

	/**
	 * Its folder alone can be imported still, as a package without anything in it.
	 */
	@Test
	void anEnvironmentThatLostTheFilesOfAPackageIsMadeAgain() throws Exception {
		PythonEnvironments settings = PythonEnvironments.DEFAULTS.withDirectory(this.temp.resolve("own/python"));
		PythonWorker worker = worker().requirements("six==1.17.0").environment("PATH", "/usr/bin:/bin").build();
		this.workers = new PythonWorkers(settings, PythonRuns.STAND_IN);
		Path broken = prepare(worker).environment();
		Path msgpack = Preparation.sitePackages(broken).resolve("msgpack");
		Files.delete(msgpack.resolve("__init__.py"));
		assertThat(msgpack).isNotEmptyDirectory();
		this.workers = new PythonWorkers(settings, PythonRuns.STAND_IN);
		PreparedPython prepared = prepare(worker);
		assertThat(prepared.environment()).isNotEqualTo(broken);
		Files.delete(this.modules.resolve("queue.py"));
		assertThat(PythonRuns.run(prepared)).contains("served words with six 1.17.0", "msgpack 1");
	}

	@Test
	void twoApplicationsAtOnceMakeOneEnvironmentAndItIsWholeAfterOneWasKilled() throws Exception {
		Path folder = this.temp.resolve("Umgebungen für Ä");
		Process killed = start(folder);
		await().atMost(Duration.ofMinutes(1)).until(() -> !interpreters(folder).isEmpty());
		killed.toHandle().destroyForcibly();
		killed.waitFor();
		assertThat(folder.toFile().list()).hasSize(2); // one environment, and the files

		List<String> environments = new ArrayList<>();
		List<String> made = new ArrayList<>();
		for (Process application : List.of(start(folder), start(folder))) {
			String output = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(application.waitFor()).as(output).isZero();
			output.lines().filter((line) -> line.startsWith("ENVIRONMENT")).forEach(environments::add);
			output.lines().filter((line) -> line.startsWith("SAID Making")).forEach(made::add);
		}
		assertThat(environments).hasSize(2);
		assertThat(made).hasSize(1);
		assertThat(environments.get(0)).isEqualTo(environments.get(1)).endsWith("/bin/python");
		assertThat(interpreters(folder)).hasSize(1);
		this.workers = new PythonWorkers(PythonEnvironments.DEFAULTS.withDirectory(folder), PythonRuns.STAND_IN);
		Files.delete(this.modules.resolve("queue.py"));
		assertThat(PythonRuns.run(prepare(worker().requirements("six==1.15.0").build())))
			.contains("served words with six 1.15.0");
		assertThat(this.said).isEmpty();
	}

	private static Process start(Path folder) throws Exception {
		return PrepareProgram.start(folder, Python.executable().toString(), "real", folder, "six==1.15.0");
	}

	private static List<Path> interpreters(Path folder) throws Exception {
		if (Files.notExists(folder)) {
			return List.of();
		}
		// A folder may go away while it is looked at
		try (Stream<Path> paths = Files.find(folder, 4, (path, attributes) -> path.endsWith("bin/python"))) {
			return paths.toList();
		}
	}

	private PythonWorker.Builder worker() {
		return PythonWorker.module("words")
			.executable(Python.executable().toString())
			.searchPath(this.modules.toString());
	}

	private PreparedPython prepare(PythonWorker worker) {
		return this.workers.prepare(worker, (error, line) -> this.said.add(line));
	}

}

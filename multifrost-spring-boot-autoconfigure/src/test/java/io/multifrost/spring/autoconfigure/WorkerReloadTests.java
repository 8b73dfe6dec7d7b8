package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class WorkerReloadTests {

	private static final String WORDS = "multifrost.parents.words.";

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class))
			.withPropertyValues(WORDS + "python.executable=python3", WORDS + "start-timeout=60s",
					"multifrost.python.directory=" + this.directory.resolve("environments"));
	}

	@Test
	void aFileThatChangesIsServedByANewProcessAndTheOldOneGoesOnWhereThatDoesNotStart(CapturedOutput output)
			throws IOException {
		Path folder = Files.createDirectory(this.directory.resolve("workers"));
		Path script = folder.resolve("words.py");
		Files.writeString(script, "def version(): return 1\n");
		runner().withPropertyValues(WORDS + "python.script=" + script, WORDS + "python.reload=true").run((context) -> {
			ParentWorker worker = context.getBean(ParentWorkers.class).get("words");
			assertThat(version(worker)).isEqualTo(1);
			Files.writeString(script, "def version(): return\nnonsense\n");
			await().atMost(Duration.ofMinutes(1))
				.until(() -> output.getOut().contains("[words] The worker was not replaced (state: RUNNING)"));
			assertThat(output).contains("NameError: name 'nonsense' is not defined");
			assertThat(version(worker)).isEqualTo(1);
			Path parts = Files.createDirectory(folder.resolve("parts"));
			Files.writeString(parts.resolve("numbers_of_it.py"), "VERSION = 3\n");
			Files.writeString(script, "from parts.numbers_of_it import VERSION\ndef version(): return VERSION\n");
			// Each call is answered, whichever process it meets
			await().atMost(Duration.ofMinutes(1)).until(() -> version(worker) == 3);
			Files.writeString(parts.resolve("numbers_of_it.py"), "VERSION = 4 + 0\n");
			await().atMost(Duration.ofMinutes(1)).until(() -> version(worker) == 4);
		});
	}

	@Test
	void aPackageThatAppearsBesideTheModuleIsSeenAndSoIsWhatChangesInIt() throws IOException {
		Path folder = Files.createDirectory(this.directory.resolve("workers"));
		Files.writeString(folder.resolve("words.py"), """
				def _version():
				    try:
				        from plugin.deep import VERSION
				        return VERSION
				    except ImportError:
				        return 0
				loaded = _version()
				def version(): return loaded
				""");
		runner()
			.withPropertyValues(WORDS + "python.module=words", WORDS + "python.path=" + folder,
					WORDS + "python.reload=true", WORDS + "instances=2")
			.run((context) -> {
				ParentWorker worker = context.getBean(ParentWorkers.class).get("words");
				assertThat(version(worker)).isZero();
				// As version control does: a whole tree appears, and nothing else changes
				Path aside = Files.createDirectories(this.directory.resolve("aside/plugin/deep"));
				Path version = Files.writeString(aside.resolve("__init__.py"), "VERSION = 1\n");
				Files.move(this.directory.resolve("aside/plugin"), folder.resolve("plugin"));
				awaitVersion(worker, 1);
				Files.writeString(folder.resolve("plugin/deep").resolve(version.getFileName()), "VERSION = 1 + 1\n");
				awaitVersion(worker, 2);
				Path late = Files.createDirectories(folder.resolve("plugin/late"));
				Files.writeString(folder.resolve("plugin/deep/__init__.py"),
						"try:\n    from plugin.late.numbers_of_it import VERSION\nexcept ImportError:\n    VERSION = 3\n");
				awaitVersion(worker, 3);
				Files.writeString(late.resolve("numbers_of_it.py"), "VERSION = 4\n");
				awaitVersion(worker, 4);
			});
	}

	/**
	 * Both processes are replaced, one after the other; no call fails meanwhile.
	 */
	private static void awaitVersion(ParentWorker worker, int expected) {
		await().atMost(Duration.ofMinutes(1))
			.until(() -> Stream.generate(() -> version(worker)).limit(8).allMatch((version) -> version == expected));
	}

	private static int version(ParentWorker worker) {
		return worker.call("version", Integer.class);
	}

	@Test
	void withDevToolsAScriptOfAnotherLanguageIsReloadedAndNothingBesideIt() throws IOException {
		Path script = Files.writeString(this.directory.resolve("worker.sh"), "one");
		Path beside = Files.writeString(this.directory.resolve("notes.txt"), "");
		ParentProperties parent = properties("script", "worker.sh", "executable", "sh", "directory",
				this.directory.toString());
		assertThat(ReloadedFiles.of("words", parent, null)).isNull();
		ReloadedFiles files = ReloadedFiles.of("words", parent, List.of());
		assertThat(files).isNotNull();
		assertThat(files.folders()).containsExactly(this.directory);
		assertThat(files.deep()).isFalse();
		assertThat(files.has(script.toString())).isTrue();
		assertThat(files.has(beside.toString())).isFalse();
	}

	@Test
	void withDevToolsPythonFilesAreReloadedThatAreNotOnTheClassPathUnlessThePropertySaysNo() throws IOException {
		Path folder = Files.createDirectory(this.directory.resolve("workers"));
		Files.writeString(folder.resolve("words.py"), "def version(): return 1\n");
		String script = folder.resolve("words.py").toString();
		ParentProperties parent = properties("python.script", script);
		assertThat(ReloadedFiles.of("words", parent, null)).isNull();
		assertThat(ReloadedFiles.of("words", parent, List.of()))
			.isEqualTo(new ReloadedFiles(List.of(folder), ".py", true));
		assertThat(ReloadedFiles.of("words", parent, List.of(this.directory))).isNull();
		assertThat(ReloadedFiles.of("words", properties("python.script", script, "python.reload", "false"), List.of()))
			.isNull();
	}

	@Test
	void devToolsAreKnownByTheirClassLoader() {
		assertThat(ReloadedFiles.ofDevTools(getClass().getClassLoader())).isNull();
	}

	@Test
	void aScriptThatChangesIsRunAnew() throws IOException {
		Path script = Files.writeString(this.directory.resolve("worker.sh"), "exec " + java() + "\n");
		try (ParentWorker worker = ParentWorker.spawn(script.toString()).executable("sh").name("math").build()) {
			WorkerReload reload = new WorkerReload(
					Map.of(worker, new ReloadedFiles(List.of(this.directory), "worker.sh", false)));
			worker.start();
			reload.start();
			OptionalLong before = worker.pid();
			Files.writeString(script, "# another one\nexec " + java() + "\n");
			await().atMost(Duration.ofMinutes(1)).until(() -> worker.pid().isPresent() && !worker.pid().equals(before));
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			reload.stop();
		}
	}

	private static String java() {
		return "'" + System.getProperty("java.home") + "/bin/java' -cp '" + System.getProperty("java.class.path") + "' "
				+ MathWorkerProgram.class.getName();
	}

	private static ParentProperties properties(String... pairs) {
		Map<String, String> properties = new HashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			properties.put("worker." + pairs[i], pairs[i + 1]);
		}
		return new Binder(new MapConfigurationPropertySource(properties)).bind("worker", ParentProperties.class).get();
	}

	@Test
	void whatCannotBeWatchedIsToldByThePropertyThatAsksForIt() {
		runner()
			.withPropertyValues(WORDS + "python.module=words", WORDS + "python.path=classpath:org/assertj/core/",
					WORDS + "python.reload=true", WORDS + "auto-startup=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(WORDS + "python.reload is set"));
	}

}

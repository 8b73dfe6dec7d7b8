package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class PythonReloadTests {

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
	void whatCannotBeWatchedIsToldByThePropertyThatAsksForIt() {
		runner()
			.withPropertyValues(WORDS + "python.module=words", WORDS + "python.path=classpath:org/assertj/core/",
					WORDS + "python.reload=true", WORDS + "auto-startup=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(WORDS + "python.reload is set"));
	}

}

package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

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

package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ClientMismatchException;
import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.described.WordsClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClientChecks}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientChecksTests {

	private static final String PARENT = "multifrost.parents.words.";

	private static final String FITTING = """
			def count_vowels(text: str) -> int:
				return sum(letter in "aeiou" for letter in text)

			def repeat(text: str, times: int, *, between: str = "") -> str:
				return between.join([text] * times)
			""";

	private static final String MISFITTING = """
			def count_vowels(text: str, letters: list[str]) -> int:
				return 0

			def repeats(text, times):
				return text * times
			""";

	private static final String MISFITS = """
			Client io.multifrost.spring.described.WordsClient does not fit worker 'words':
			  String repeat(String text, int times) calls 'repeat', which the worker does not have; \
			did you mean repeats(text, times)?
			  int countVowels(String text) does not fit count_vowels(text: str, letters: list[str]) -> int: \
			it needs 2 arguments, but is given 1""";

	@TempDir
	private Path directory;

	private ApplicationContextRunner serving(String functions) throws IOException {
		Path script = Files.writeString(this.directory.resolve("words.py"), functions);
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
			.withUserConfiguration(ClientsConfiguration.class)
			.withPropertyValues(PARENT + "python.script=" + script, PARENT + "start-timeout=60s",
					PARENT + "python.executable=" + Path.of("../target/python/bin/python3").toAbsolutePath(),
					"multifrost.python.directory=" + this.directory.resolve("environments"));
	}

	@Test
	void aClientThatFitsIsAsGoodAsBefore(CapturedOutput output) throws IOException {
		serving(FITTING).run((context) -> {
			WordsClient words = context.getBean(WordsClient.class);
			assertThat(words.countVowels("to be")).isEqualTo(2);
			assertThat(words.repeat("so", 2)).isEqualTo("soso");
			ParentWorker worker = context.getBean(ParentWorker.class);
			assertThat(worker.snapshot().instances().get(0).calls()).isEqualTo(3);
			worker.restart();
			assertThat(words.countVowels("to be")).isEqualTo(2);
			assertThat(worker.snapshot().instances().get(0).calls()).isEqualTo(1);
		});
		assertThat(output).doesNotContain("does not fit").doesNotContain("not checked");
	}

	@Test
	void aClientThatDoesNotFitFailsTheStartWithAllThatDoesNotFit() throws IOException {
		serving(MISFITTING).run((context) -> assertThat(context).getFailure()
			.hasCauseInstanceOf(ClientMismatchException.class)
			.cause()
			.hasMessage(MISFITS));
	}

	@Test
	void aWorkerThatRunsBeforeTheOthersStartIsCheckedAsWell() throws IOException {
		serving(MISFITTING).withBean(EarlyStart.class)
			.run((context) -> assertThat(context).getFailure().hasCauseInstanceOf(ClientMismatchException.class));
	}

	@Test
	void aWarningIsEnoughWhereTheWorkerSaysSo(CapturedOutput output) throws IOException {
		serving(MISFITTING).withPropertyValues("multifrost.defaults.client-check=off", PARENT + "client-check=warn")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(MISFITS);
	}

	@Test
	void nobodyIsAskedWhereTheCheckIsOff(CapturedOutput output) throws IOException {
		serving(MISFITTING).withPropertyValues("multifrost.defaults.client-check=off").run((context) -> {
			assertThat(context.getBean(ParentWorker.class).snapshot().instances().get(0).calls()).isZero();
			assertThat(output).doesNotContain("does not fit");
		});
	}

	@Test
	void aWorkerThatIsStartedLaterGetsAWarning(CapturedOutput output) throws IOException {
		serving(MISFITTING).withPropertyValues(PARENT + "auto-startup=false").run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(ParentWorker.class).start();
			await().untilAsserted(() -> assertThat(output).contains(MISFITS));
		});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "return {'name': 7}", "return {'name': 'a', 'parameters': 'b'}", "raise ValueError('not me')" })
	void anAnswerThatIsNoDescriptionIsAWarningAlone(String answer, CapturedOutput output) throws IOException {
		serving(FITTING + "\nfrom multifrost_worker import _describe\n\ndef _garbage(function):\n\t" + answer
				+ "\n\n_describe.describe_for_sure = _garbage\n")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(WordsClient.class).countVowels("to be")).isEqualTo(2);
			});
		assertThat(output).contains("Clients of worker 'words' are not checked, since it could not be asked");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = WordsClient.class)
	static class ClientsConfiguration {

	}

	static class EarlyStart {

		EarlyStart(ParentWorker worker) {
			worker.start();
		}

	}

}

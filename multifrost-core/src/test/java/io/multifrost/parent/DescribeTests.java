package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.MultifrostFunction;
import io.multifrost.ValueConversionException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.client.ClientContract;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What workers say of their functions.
 */
@Timeout(120)
class DescribeTests {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	private ParentWorker python(String functions) throws IOException {
		Path script = Files.writeString(this.directory.resolve("words.py"), functions);
		return ParentWorker
			.spawn(PythonWorker.script(script.toString()).executable(Python.executable().toString()).build(),
					PythonEnvironments.DEFAULTS.withDirectory(this.directory.resolve("environments")))
			.startTimeout(START_TIMEOUT)
			.start();
	}

	@Test
	void aPythonWorkerDescribesItsFunctionsAndTheNamesThatReachThem() throws IOException {
		try (ParentWorker worker = python("""
				def count_vowels(text: str, limit: int = 3) -> int:
					\"""Count vowels.

					All of them.\"""
					return 1
				""")) {
			FunctionDescription function = onlyOf(worker);
			assertThat(function.signature()).isEqualTo("count_vowels(text: str, limit: int = ...) -> int");
			assertThat(function.isCalled("countVowels")).isTrue();
			assertThat(function.isCalled("countVowel")).isFalse();
			assertThat(function.summary()).isEqualTo("Count vowels.");
			assertThat(worker.snapshot().instances().get(0).calls()).isEqualTo(1);
			assertThat(ClientContract.misfits(Words.class, List.of(function), (type) -> false))
				.containsExactly("int countVowels(int text) does not fit count_vowels(text: str, limit: int = ...) "
						+ "-> int: 'text' is of type str, but is given int");
		}
	}

	@Test
	void ofTwoFunctionsThatAreOneInJavaNeitherIsFoundByThatName() throws IOException {
		try (ParentWorker worker = python("def a_b(): pass\ndef aB(): pass\ndef c_d(): pass\ndef c__d(): pass\n")) {
			assertThat(worker.describe(CallOptions.DEFAULTS).orElseThrow()).extracting(FunctionDescription::name)
				.containsExactly("aB", "a_b", "c__d", "c_d");
			assertThat(worker.describe(CallOptions.DEFAULTS).orElseThrow())
				.allSatisfy((function) -> assertThat(function.aliases()).isEmpty());
		}
	}

	@Test
	void anAnswerThatIsNoDescriptionIsRefusedInWords() throws IOException {
		try (ParentWorker worker = python("""
				from multifrost_worker import _describe
				_describe.describe_for_sure = lambda function: {"name": ["a"]}
				def add(a, b): return a + b
				""")) {
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> worker.describe(CallOptions.DEFAULTS))
				.withMessageContaining("a name was expected, but it is a ");
		}
	}

	@Test
	void aFunctionOfTheUsersThatHasTheNameIsNotAsked() throws IOException {
		try (ParentWorker worker = python("def describe_functions(): return 'of me'\n")) {
			assertThat(worker.describe(CallOptions.DEFAULTS)).isEmpty();
			assertThat(worker.call("describe_functions", String.class)).isEqualTo("of me");
		}
	}

	@Test
	void aJavaWorkerDescribesItsFunctions() {
		try (ParentWorker worker = JavaTestWorker.spawn().startTimeout(START_TIMEOUT).start()) {
			assertThat(worker.describe(CallOptions.DEFAULTS).orElseThrow()).extracting(FunctionDescription::signature)
				.contains("add(a: long, b: long) -> long", "environment(name: String) -> Map<String, Object>",
						"hang() -> void", "later(value: String) -> CompletableFuture<String>");
		}
	}

	@Test
	void aWorkerThatDoesNotNameTheFeatureIsNotAsked() {
		try (ParentWorker worker = ParentWorker.spawn(Python.documentedWorker().toString())
			.executable(Python.executable().toString())
			.startTimeout(START_TIMEOUT)
			.start()) {
			assertThat(worker.describe(CallOptions.DEFAULTS)).isEmpty();
			assertThat(worker.snapshot().instances().get(0).calls()).isZero();
		}
	}

	@Test
	void aWorkerThatDoesNotRunSaysSo() {
		ParentWorker worker = JavaTestWorker.spawn().build();
		assertThatExceptionOfType(WorkerUnavailableException.class)
			.isThrownBy(() -> worker.describe(CallOptions.DEFAULTS))
			.withMessageContaining("it has not been started yet");
	}

	private static FunctionDescription onlyOf(ParentWorker worker) {
		List<FunctionDescription> functions = worker.describe(CallOptions.DEFAULTS).orElseThrow();
		assertThat(functions).hasSize(1);
		return functions.get(0);
	}

	interface Words {

		int countVowels(int text);

		@MultifrostFunction("count_vowels")
		int count(String text, int limit);

	}

}

package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import io.multifrost.MessageLimitException;
import io.multifrost.MultifrostFunction;
import io.multifrost.PythonEnvironmentException;
import io.multifrost.RemoteCallException;
import io.multifrost.WorkerStartException;
import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.support.Python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a file of plain Python functions does as a worker.
 */
@Timeout(120)
class PlainPythonTests {

	private static final String WORDS = """
			import array
			import logging
			import warnings

			log = logging.getLogger("words.counting")


			def count_vowels(text: str) -> int:
				return sum(letter in "aeiou" for letter in text)


			def tell(text: str) -> None:
				print("printed " + text)
				log.info("told %s", text)
				try:
					raise ValueError("no\\nvalue")
				except ValueError:
					log.exception("failed")


			def refuse(text: str):
				raise LookupError(text)


			def double_all(values):
				return array.array("d", [2 * value for value in values])


			def kind(value):
				return type(value).__name__


			def _hidden():
				return 1
			""";

	@TempDir
	private Path directory;

	private Path script;

	@BeforeEach
	void write() throws IOException {
		this.script = Files.writeString(this.directory.resolve("words.py"), WORDS);
	}

	private ParentWorkerBuilder spawn(PythonWorker.Builder worker) {
		return ParentWorker.spawn(worker.build(),
				PythonEnvironments.DEFAULTS.withDirectory(this.directory.resolve("environments")));
	}

	private ParentWorkerBuilder words() {
		return spawn(PythonWorker.script(this.script.toString()).executable(Python.executable().toString()));
	}

	@Test
	void itsPublicFunctionsAreServed() {
		try (ParentWorker worker = words().start()) {
			assertThat(worker.name()).isEqualTo("words");
			assertThat(worker.call("count_vowels", Integer.class, "to be or not to be")).isEqualTo(6);
			assertThat(worker.call("countVowels", Integer.class, "aeiou")).isEqualTo(5);
			assertThat(worker.call("list_functions", String[].class)).contains("count_vowels", "refuse", "tell")
				.doesNotContain("_hidden");
		}
	}

	@Test
	void whatLiesInTheWorkingDirectoryHidesNoLibrary() throws IOException {
		Path working = Files.createDirectory(this.directory.resolve("working"));
		for (String name : List.of("json", "msgpack", "multifrost_worker", "pkgutil", "runpy", "types", "typing")) {
			Files.writeString(working.resolve(name + ".py"), "raise RuntimeError('hides the library')\n");
		}
		Files.writeString(working.resolve("nearby.py"), "VALUE = 7\n");
		Files.writeString(this.script, WORDS + """


				def read(text: str):
					import json
					import nearby
					return json.loads(text) + nearby.VALUE
				""");
		try (ParentWorker worker = words().directory(working).environment("PYTHONPATH", "").start()) {
			assertThat(worker.call("read", Integer.class, "5")).isEqualTo(12);
		}
	}

	@Test
	void aDebuggerThatIsMissingIsNamedWithItsRemedy() throws IOException {
		Files.writeString(this.directory.resolve("debugpy.py"), "raise ModuleNotFoundError(name='debugpy')\n");
		assertThatExceptionOfType(WorkerStartException.class)
			.isThrownBy(() -> spawn(
					PythonWorker.script(this.script.toString()).executable(Python.executable().toString()).debug(5678))
				.environment("PYTHONPATH", this.directory.toString())
				.start())
			.withMessageContaining("python.debug needs debugpy: add debugpy to python.requirements");
	}

	@Test
	void aBreakpointWithoutADebuggerFailsWithWords() throws IOException {
		Files.writeString(this.script, WORDS + "\n\ndef halt():\n\tbreakpoint()\n");
		try (ParentWorker worker = words().start()) {
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("halt", Void.class))
				.withMessageContaining("breakpoint() has no terminal in a worker: set python.debug to a port");
		}
	}

	@Test
	void aModuleIsServedFromAFolder() {
		PythonWorker.Builder module = PythonWorker.module("words")
			.searchPath(this.directory.toString())
			.executable(Python.executable().toString());
		try (ParentWorker worker = spawn(module).instances(2).start()) {
			assertThat(worker.name()).isEqualTo("words");
			assertThat(worker.call("count_vowels", Integer.class, "aeiou")).isEqualTo(5);
		}
	}

	/**
	 * As lists they would be beyond the limit of the entries.
	 */
	@Test
	void aMillionNumbersComeAndGoAsOneValue() {
		double[] numbers = new Random(42).doubles(1_000_000).toArray();
		double[] doubled = DoubleStream.of(numbers).map((number) -> 2 * number).toArray();
		try (ParentWorker worker = words().start()) {
			assertThat(worker.call("double_all", double[].class, numbers)).isEqualTo(doubled);
			assertThat(worker.as(Numbers.class).doubleAll(numbers)).isEqualTo(doubled);
			assertThat(worker.as(Numbers.class).doubleAllLater(new float[] { 1.5f }).join())
				.isEqualTo(new double[] { 3 });
			assertThat(worker.call("double_all", Object.class, new int[] { 1 })).isEqualTo(List.of(2.0));
			assertThat(worker.call("kind", String.class, numbers)).isEqualTo("list");
		}
	}

	@Test
	void aWorkerThatDoesNotKnowArraysGetsAndGivesLists() {
		try (ParentWorker worker = ParentWorker.spawn(Python.documentedWorker().toString())
			.executable(Python.executable().toString())
			.start()) {
			assertThatExceptionOfType(MessageLimitException.class)
				.isThrownBy(() -> worker.call("greet", String.class, new double[100_001]))
				.withMessageContaining("max-entries");
			assertThat(worker.call("greet", String.class, new double[] { 1.5 })).contains("[1.5]");
		}
	}

	@Test
	void anErrorHasItsTypeAndWholeMessage() {
		try (ParentWorker worker = words().start()) {
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("refuse", Void.class, "one\ntwo"))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains("one\ntwo"));
		}
	}

	@Test
	void whatItLogsHasItsLevelLoggerAndTraceAsOneEvent() {
		Logger logger = (Logger) LoggerFactory.getLogger("io.multifrost.output");
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.list = Collections.synchronizedList(new ArrayList<>());
		events.start();
		logger.addAppender(events);
		try (ParentWorker worker = words().start()) {
			worker.call("tell", Void.class, "all");
			await().until(() -> events.list.size() >= 3);
		}
		finally {
			logger.detachAppender(events);
		}
		assertThat(List.copyOf(events.list)).filteredOn((event) -> !event.getFormattedMessage().contains("printed"))
			.satisfiesExactly((event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.INFO);
				assertThat(event.getLoggerName()).isEqualTo("io.multifrost.output.words.words.counting");
				assertThat(event.getFormattedMessage()).isEqualTo("[words] told all");
			}, (event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.ERROR);
				assertThat(event.getFormattedMessage()).startsWith("[words] failed\nTraceback")
					.endsWith("ValueError: no\nvalue");
			});
	}

	@Test
	void whoAsksForLinesGetsWhatIsLoggedAsText() {
		List<String> lines = Collections.synchronizedList(new ArrayList<>());
		try (ParentWorker worker = words().onStdout(lines::add).onStderr(lines::add).start()) {
			worker.call("tell", Void.class, "all");
			await().until(() -> lines.contains("value"));
		}
		assertThat(lines)
			.contains("printed all", "INFO words.counting: told all", "ERROR words.counting: failed", "ValueError: no")
			.allSatisfy((line) -> assertThat(line).doesNotContain("\n"));
	}

	@Test
	void whatIsMissingIsNamedAtTheStart() throws IOException {
		Files.writeString(this.script, "import nowhere_to_be_found\n");
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(() -> words().start())
			.withMessageContaining("Worker 'words' did not start")
			.withMessageContaining("No module named 'nowhere_to_be_found'")
			.withMessageContaining("requirements");
	}

	@Test
	void aModuleThatTakesLongToImportIsToldFromOneThatDoesNotKnowItsPort() throws IOException {
		Files.writeString(this.script, "import time\ntime.sleep(600)\n");
		assertThatExceptionOfType(WorkerStartException.class)
			.isThrownBy(() -> words().startTimeout(Duration.ofMillis(500)).start())
			.withMessageContaining("within 500 ms; see what its module does while it is imported, or give it more time")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("COMLINK_ZMQ_PORT"));
	}

	@Test
	void anEnvironmentThatIsRequiredAndMissingIsAnErrorThatNamesTheWorker() {
		PythonEnvironments required = PythonEnvironments.DEFAULTS.withDirectory(this.directory.resolve("environments"))
			.withMode(PythonEnvironments.Mode.REQUIRE);
		ParentWorkerBuilder worker = ParentWorker
			.spawn(PythonWorker.script(this.script.toString()).requirements("six").build(), required);
		assertThatExceptionOfType(PythonEnvironmentException.class).isThrownBy(worker::start)
			.withMessageContaining("Worker 'words' did not start")
			.satisfies((ex) -> assertThat(ex.worker()).isEqualTo("words"));
	}

	@Test
	void aStopEndsTheMakingOfAnEnvironment() throws IOException {
		Path slow = Files.writeString(this.directory.resolve("slow-python"), "#!/bin/sh\nexec sleep 600\n");
		assertThat(slow.toFile().setExecutable(true)).isTrue();
		ParentWorker worker = spawn(PythonWorker.script(this.script.toString()).executable(slow.toString())).build();
		CompletableFuture<ParentWorker> start = CompletableFuture.supplyAsync(worker::start);
		await().until(() -> ProcessHandle.current().descendants().anyMatch(PlainPythonTests::sleeps));
		worker.stop();
		assertThat(start).failsWithin(Duration.ofSeconds(20));
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		await().until(() -> ProcessHandle.current().descendants().noneMatch(PlainPythonTests::sleeps));
	}

	private static boolean sleeps(ProcessHandle process) {
		return process.info().arguments().map((arguments) -> List.of(arguments).contains("600")).orElse(false);
	}

	interface Numbers {

		double[] doubleAll(double[] values);

		@MultifrostFunction("double_all")
		CompletableFuture<double[]> doubleAllLater(float[] values);

	}

}

package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.described.WordsClient;
import io.multifrost.spring.example.MathClient;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a user reads when an application does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	private static final String MATH = "multifrost.parents.math.";

	private final List<Class<?>> sources = new ArrayList<>(List.of(Application.class));

	@Test
	void anExecutableThatDoesNotExist(CapturedOutput output) {
		startWith(MATH + "executable=no-such-program", MATH + "script=worker.py");
		assertThat(analysis(output)).contains("Worker 'math' did not start")
			.contains("Executable 'no-such-program' was not found on the PATH")
			.contains("correct multifrost.parents.math.executable");
	}

	@Test
	void aScriptThatTheSystemCannotName(CapturedOutput output) {
		startWith(MATH + "script=a\0b.py");
		assertThat(analysis(output)).contains("multifrost.parents.math.script").contains("cannot be named by this JVM");
	}

	@Test
	void anExecutableThatDoesNotExistWhereTheWorkerRuns(CapturedOutput output) {
		startWith(MATH + "executable=bin/no-such-program", MATH + "directory=target");
		assertThat(analysis(output)).contains("correct multifrost.parents.math.executable")
			.contains("A relative path follows multifrost.parents.math.directory");
	}

	@Test
	void aScriptThatMayNotBeExecuted(CapturedOutput output, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("words.py"), "");
		startWith(MATH + "script=./words.py", MATH + "directory=" + directory);
		assertThat(analysis(output)).contains("chmod +x")
			.contains("multifrost.parents.math.executable")
			.doesNotContain("Install");
	}

	@Test
	void aScriptThatDoesNotExist(CapturedOutput output) {
		startWith(MATH + "executable=sh", MATH + "script=no/such/worker.sh");
		assertThat(analysis(output)).contains("Script 'no/such/worker.sh' was not found")
			.contains("Correct multifrost.parents.math.script, or set multifrost.parents.math.directory");
	}

	@Test
	void aDirectoryThatDoesNotExist(CapturedOutput output) {
		startWith(MATH + "executable=sh", MATH + "directory=/no/such/place");
		assertThat(analysis(output)).contains("/no/such/place").contains("correct multifrost.parents.math.directory");
	}

	@Test
	void aWorkerThatExitsWhileItStartsWithItsLastOutput(CapturedOutput output) {
		startWith(MATH + "executable=sh", MATH + "arguments[0]=-c",
				MATH + "arguments[1]=echo the reason is me >&2; exit 3");
		assertThat(analysis(output)).contains("it exited with code 3 before it was ready")
			.contains("    the reason is me")
			.contains("Look at the output above");
	}

	@Test
	void aWorkerThatNeverAnswers(CapturedOutput output) {
		startWith(MATH + "executable=sleep", MATH + "arguments=60", MATH + "start-timeout=200ms");
		assertThat(analysis(output)).contains("did not connect")
			.contains("within 200 ms")
			.contains("raise multifrost.parents.math.start-timeout");
	}

	@Test
	void aPythonThatDoesNotExist(CapturedOutput output, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("words.py"), "");
		startWith(MATH + "python.script=" + directory.resolve("words.py"), MATH + "python.executable=no-such-python",
				"multifrost.python.directory=" + directory.resolve("environments"));
		assertThat(analysis(output)).contains("Worker 'math' did not start", "no-such-python")
			.contains("Correct multifrost.parents.math.python.requirements");
	}

	@Test
	void aPythonModuleThatLacksAPackage(CapturedOutput output, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("words.py"), "import no_such_package\n");
		startWith(MATH + "python.script=" + directory.resolve("words.py"),
				"multifrost.python.directory=" + directory.resolve("environments"));
		assertThat(analysis(output)).contains("Worker 'math' did not start", "No module named 'no_such_package'")
			.contains("Add no_such_package to python.requirements")
			.contains("multifrost.parents.math.python: module, script and path say which file it is")
			.doesNotContain("COMLINK_ZMQ_PORT");
	}

	@Test
	void aPythonModuleThatTakesLongToImport(CapturedOutput output, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("words.py"), "import time\ntime.sleep(600)\n");
		startWith(MATH + "python.script=" + directory.resolve("words.py"), MATH + "start-timeout=500ms",
				"multifrost.python.directory=" + directory.resolve("environments"));
		assertThat(analysis(output)).contains("See what the module does while it is imported.")
			.contains("raise multifrost.parents.math.start-timeout")
			.doesNotContain("COMLINK_ZMQ_PORT");
	}

	@Test
	void aClientOfAWorkerThatDoesNotExist(CapturedOutput output) {
		this.sources.add(ClientsConfiguration.class);
		startWith("multifrost.parents.maths.main-class=" + MathWorkerProgram.class.getName());
		assertThat(analysis(output))
			.contains("Client " + MathClient.class.getName() + " calls worker 'math', which does not exist")
			.contains("the workers are [maths]")
			.contains("Configure the worker under multifrost.parents.math")
			.contains("one of [maths]");
	}

	@Test
	void aClientOfAWorkerThatIsSwitchedOff(CapturedOutput output) {
		this.sources.addAll(List.of(ClientsConfiguration.class, ClientUserConfiguration.class));
		startWith(MATH + "main-class=" + MathWorkerProgram.class.getName(), MATH + "enabled=false");
		assertThat(analysis(output))
			.contains("its worker 'math' is switched off by multifrost.parents.math.enabled=false")
			.contains("Set multifrost.parents.math.enabled=true")
			.contains("ObjectProvider<MathClient>");
	}

	@Test
	void aClientWhosePackageIsNotSearched(CapturedOutput output) {
		this.sources.add(ClientUserConfiguration.class);
		startWith(MATH + "main-class=" + MathWorkerProgram.class.getName(), MATH + "auto-startup=false");
		assertThat(analysis(output))
			.contains("its package is not one that is searched for clients", "No client was found.")
			.contains("@EnableMultifrostClients(\"io.multifrost.spring.example\")");
	}

	@Test
	void aClientWhileMultifrostIsSwitchedOff(CapturedOutput output) {
		this.sources.addAll(List.of(ClientsConfiguration.class, ClientUserConfiguration.class));
		startWith("multifrost.enabled=false");
		assertThat(analysis(output)).contains("multifrost.enabled is false");
	}

	@Test
	void aClientThatCannotBeServed(CapturedOutput output) {
		this.sources.add(InvalidClientConfiguration.class);
		startWith(MATH + "main-class=" + MathWorkerProgram.class.getName(), MATH + "auto-startup=false");
		assertThat(analysis(output)).contains("Client io.multifrost.spring.failing.InvalidClient cannot be served")
			.contains("Method add of client")
			.contains("Change io.multifrost.spring.failing.InvalidClient");
	}

	@Test
	void aClientThatDoesNotFitItsWorker(CapturedOutput output) {
		this.sources.add(MisfittingConfiguration.class);
		startWith("multifrost.parents.words.main-class=" + MathWorkerProgram.class.getName());
		assertThat(analysis(output)).contains("WordsClient does not fit worker 'words'")
			.contains("int countVowels(String text) calls 'countVowels', which the worker does not have")
			.contains("set multifrost.parents.words.client-check=warn");
	}

	@Test
	void aScriptAndAMainClass(CapturedOutput output) {
		startWith(MATH + "script=worker.py", MATH + "main-class=com.example.Worker");
		assertThat(analysis(output)).contains("mutually exclusive")
			.contains("multifrost.parents.math.main-class")
			.contains("multifrost.parents.math.script");
	}

	@Test
	void anExecutableAndAMainClass(CapturedOutput output) {
		startWith(MATH + "executable=python3", MATH + "main-class=com.example.Worker");
		assertThat(analysis(output)).contains("mutually exclusive").contains("multifrost.parents.math.executable");
	}

	@Test
	void nothingToStart(CapturedOutput output) {
		startWith(MATH + "call-timeout=5s");
		assertThat(analysis(output))
			.contains("Worker 'math' cannot be configured: nothing says what to start or to connect to")
			.contains("Set multifrost.parents.math.script")
			.contains("multifrost.parents.math.main-class");
	}

	@Test
	void optionsOfAJvmWithoutAMainClass(CapturedOutput output) {
		startWith(MATH + "script=worker.py", MATH + "jvm-options=-Xmx1g");
		assertThat(analysis(output)).contains("multifrost.parents.math.jvm-options is set")
			.contains("Remove multifrost.parents.math.jvm-options");
	}

	@Test
	void aValueThatIsOutOfRange(CapturedOutput output) {
		startWith(MATH + "main-class=" + MathWorkerProgram.class.getName(), MATH + "limits.max-depth=0");
		assertThat(analysis(output)).contains("multifrost.parents.math.limits.max-depth").contains("maxDepth must be");
	}

	private void startWith(String... properties) {
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(this.sources.toArray(Class[]::new)).web(WebApplicationType.NONE)
					.properties(properties)
					.run()
					.close());
	}

	private static String analysis(CapturedOutput output) {
		String text = output.getAll();
		int start = text.indexOf("APPLICATION FAILED TO START");
		assertThat(start).as(text).isPositive();
		return text.substring(start);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MultifrostParentAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class ClientsConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = WordsClient.class)
	static class MisfittingConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients("io.multifrost.spring.failing")
	static class InvalidClientConfiguration {

	}

	record Injected(MathClient client) {
	}

	@Configuration(proxyBeanMethods = false)
	static class ClientUserConfiguration {

		@Bean
		Injected injected(MathClient client) {
			return new Injected(client);
		}

	}

}

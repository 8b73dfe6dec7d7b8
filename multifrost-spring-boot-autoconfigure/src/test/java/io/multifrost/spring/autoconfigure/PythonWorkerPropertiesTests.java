package io.multifrost.spring.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;

import io.multifrost.process.PythonEnvironments;
import io.multifrost.process.PythonWorker;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

import static org.assertj.core.api.Assertions.assertThat;

class PythonWorkerPropertiesTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class));

	@Test
	void threeLinesServeAFileOfFunctions() throws Exception {
		Path script = Files.writeString(this.directory.resolve("words.py"),
				"def shout(text: str) -> str:\n\treturn text.upper()\n");
		this.runner
			.withPropertyValues("multifrost.parents.words.python.script=" + script,
					"multifrost.parents.words.python.executable=python3",
					"multifrost.python.directory=" + this.directory.resolve("environments"))
			.run((context) -> assertThat(
					context.getBean(ParentWorkers.class).get("words").call("shout", String.class, "yes"))
				.isEqualTo("YES"));
	}

	@Test
	void requirementsAreFilesOrLines() {
		this.runner
			.withPropertyValues("multifrost.parents.words.python.module=words",
					"multifrost.parents.words.python.path=classpath:python/",
					"multifrost.parents.words.python.requirements=classpath:workers/requirements.txt,numpy>=2",
					"multifrost.parents.words.python.version=3.12", "multifrost.parents.words.auto-startup=false",
					"multifrost.python.environments=require", "multifrost.python.timeout=30s",
					"multifrost.python.directory=/srv/environments")
			.run((context) -> {
				MultifrostProperties properties = context.getBean(MultifrostProperties.class);
				ParentProperties parent = properties.parent("words");
				assertThat(PythonCommand.of("words", parent.python())).isEqualTo(PythonWorker.module("words")
					.searchPath("classpath:python/")
					.requirementsFrom("classpath:workers/requirements.txt")
					.requirements("numpy>=2")
					.version("3.12")
					.build());
				PythonEnvironments environments = PythonCommand.environments(properties.getPython());
				assertThat(environments.mode()).isEqualTo(PythonEnvironments.Mode.REQUIRE);
				assertThat(environments.directory()).isEqualTo(Path.of("/srv/environments"));
				assertThat(environments.timeout()).hasSeconds(30);
			});
	}

	@Test
	void aModuleAndAScriptExcludeEachOther() {
		this.runner
			.withPropertyValues("multifrost.parents.words.python.module=words",
					"multifrost.parents.words.python.script=words.py")
			.run((context) -> assertThat(causeOf(context)).hasMessageContaining(
					"python.module and multifrost.parents.words.python.script are mutually exclusive"));
	}

	@Test
	void somethingHasToBeServed() {
		this.runner.withPropertyValues("multifrost.parents.words.python.requirements=numpy")
			.run((context) -> assertThat(causeOf(context)).isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("nothing says which Python functions it serves"));
	}

	@Test
	void aTimeoutOfZeroIsRefusedByItsName() {
		this.runner.withPropertyValues("multifrost.parents.words.python.module=words", "multifrost.python.timeout=0s")
			.run((context) -> assertThat(causeOf(context))
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("multifrost.python.timeout"));
	}

	@Test
	void aModuleIsNoFile() {
		this.runner.withPropertyValues("multifrost.parents.words.python.module=workers/words.py")
			.run((context) -> assertThat(causeOf(context)).isInstanceOf(InvalidConfigurationException.class)
				.hasMessageContaining("a file is a script"));
	}

	private static Throwable causeOf(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		assertThat(failure).isNotNull();
		return NestedExceptionUtils.getMostSpecificCause(failure);
	}

}

package io.multifrost.process;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PythonWorkerDescriptionTests {

	@Test
	void aDescriptionHoldsWhatItWasBuiltOf() {
		PythonWorker worker = PythonWorker.module("company.words")
			.object("Words")
			.searchPath("classpath:workers/")
			.requirements("six")
			.requirements(Path.of("requirements.txt"))
			.requirementsFrom("classpath:more.txt")
			.version("3.12")
			.executable("python3.12")
			.environment("TOKEN", "secret")
			.build();
		assertThat(worker.requirementFiles()).containsExactly("requirements.txt", "classpath:more.txt");
		assertThat(worker.environment()).containsEntry("TOKEN", "secret");
		assertThat(worker).hasToString("Python module company.words");
		assertThat(PythonWorker.script("a.py").build()).hasToString("Python script a.py");
	}

	@Test
	void whatCannotBeIsRefusedWithWhatToDo() {
		refused(PythonWorker.module("words.py/x"), "a file is a script");
		refused(PythonWorker.script(" "), "script of a Python worker must not be blank");
		refused(PythonWorker.module("words").version("2.7"), "'2.7' is not a version of Python");
		refused(PythonWorker.module("words").searchPath(""), "search path");
		refused(PythonWorker.module("words").object(""), "object");
		assertThatIllegalArgumentException().isThrownBy(() -> PythonEnvironments.DEFAULTS.withTimeout(Duration.ZERO))
			.withMessageContaining("must be positive");
	}

	private static void refused(PythonWorker.Builder builder, String words) {
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(words);
	}

}

package io.multifrost.spring.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParentCommand}.
 */
class ParentCommandTests {

	private final ParentProperties parent = new ParentProperties();

	@Test
	void aJavaWorkerStartsFromAnArchiveOfItsClasses() {
		this.parent.setMainClass("com.example.Worker");
		assertThat(ParentCommand.java("com.example.Worker", this.parent))
			.isEqualTo(WorkerCommand.java("com.example.Worker"));
	}

	@Test
	void aJavaWorkerStartsWithoutAnArchiveWhereItIsSwitchedOff() {
		this.parent.setClassDataArchive(false);
		this.parent.setJvmOptions(List.of("-Xmx64m"));
		WorkerCommand command = ParentCommand.java("com.example.Worker", this.parent);
		assertThat(command).isEqualTo(WorkerCommand.java("com.example.Worker", "-Xmx64m").withoutClassDataArchive());
		if (isJar(WorkerCommand.class)) {
			// Without jars, as after "mvn test", no command has an archive.
			assertThat(command).isNotEqualTo(WorkerCommand.java("com.example.Worker", "-Xmx64m"));
		}
	}

	private static boolean isJar(Class<?> type) {
		return type.getProtectionDomain().getCodeSource().getLocation().getPath().endsWith(".jar");
	}

}

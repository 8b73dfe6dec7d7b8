package io.multifrost.spring.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.multifrost.process.WorkerCommand;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParentCommand}.
 */
class ParentCommandTests {

	private final ParentProperties parent = new ParentProperties();

	@Test
	void aJavaWorkerStartsWithItsOptions() {
		this.parent.setJvmOptions(List.of("-Xmx64m"));
		assertThat(ParentCommand.java("com.example.Worker", this.parent))
			.isEqualTo(WorkerCommand.java("com.example.Worker", "-Xmx64m"));
	}

}

package io.multifrost.spring.autoconfigure;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.multifrost.process.WorkerCommand;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParentCommand}.
 */
class ParentCommandTests {

	@Test
	void aJavaWorkerStartsWithItsOptions() {
		ParentProperties parent = new Binder(
				new MapConfigurationPropertySource(Map.of("worker.jvm-options", List.of("-Xmx64m"))))
			.bindOrCreate("worker", ParentProperties.class);
		assertThat(ParentCommand.java("com.example.Worker", parent))
			.isEqualTo(WorkerCommand.java("com.example.Worker", "-Xmx64m"));
	}

}

package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.util.ReflectionTestUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What IDEs show as the default of a property is what holds where nothing is said.
 */
class DocumentedDefaultsTests {

	private static final String PREFIX = "multifrost.defaults.";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MultifrostAutoConfiguration.class, MultifrostParentAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName(),
				"multifrost.parents.math.auto-startup=false");

	@Test
	void areTheDefaultsOfWorkers() throws IOException {
		List<String> values = new ArrayList<>();
		try (InputStream in = new ClassPathResource("META-INF/additional-spring-configuration-metadata.json")
			.getInputStream()) {
			for (JsonNode property : JsonMapper.builder().build().readTree(in).get("properties")) {
				String name = property.get("name").asString();
				if (name.startsWith(PREFIX)) {
					values.add(name + "=" + property.get("defaultValue").asString());
				}
			}
		}
		assertThat(values).hasSizeGreaterThan(20);
		this.contextRunner.run((plain) -> this.contextRunner.withPropertyValues(values.toArray(String[]::new))
			.run((explicit) -> assertThat(settings(explicit.getBean(ParentWorker.class))).usingRecursiveComparison()
				.ignoringFields("listeners", "calls.interceptors", "calls.returnAdapters", "calls.callbackExecutor",
						"calls.defaults", "launcher", "mapper")
				.isEqualTo(settings(plain.getBean(ParentWorker.class)))));
	}

	private static Object settings(ParentWorker worker) {
		return Objects.requireNonNull(ReflectionTestUtils.getField(worker, "settings"));
	}

}

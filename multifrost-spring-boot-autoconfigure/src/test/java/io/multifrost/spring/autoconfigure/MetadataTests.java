package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata of the properties, which editors show.
 */
class MetadataTests {

	@Test
	void everyPropertyHasADescriptionThatIsASentence() throws IOException {
		JsonNode properties = metadata().get("properties");
		assertThat(properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString(""))
				.as(property.get("name").asString())
				.matches("[A-Z].*\\."));
	}

	@Test
	void thePropertiesThatUsersLookForAreThere() throws IOException {
		assertThat(metadata().get("properties")).extracting((property) -> property.get("name").asString())
			.contains("multifrost.enabled", "multifrost.parents", "multifrost.defaults.call-timeout",
					"multifrost.defaults.limits.max-message-size", "multifrost.worker.concurrency",
					"multifrost.worker.service-id", "multifrost.worker.bind-address", "multifrost.worker.port-range",
					"multifrost.worker.forward-output", "multifrost.registry.directory",
					"multifrost.defaults.recovery-wait", "multifrost.defaults.heartbeat.interval",
					"multifrost.defaults.heartbeat.timeout", "multifrost.defaults.heartbeat.max-misses");
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream in = MultifrostProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(in);
		}
	}

}

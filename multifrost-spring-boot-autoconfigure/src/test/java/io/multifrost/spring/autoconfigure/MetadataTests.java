package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentDefaults;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

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
	void everyPropertyHasADefaultButThoseThatHaveNone() throws IOException {
		assertThat(metadata().get("properties")).filteredOn((property) -> !property.has("defaultValue"))
			.extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrder("multifrost.parents", "multifrost.defaults.client-name",
					"multifrost.python.directory", "multifrost.registry.directory",
					"multifrost.security.allowed-clients", "multifrost.security.secret-key",
					"multifrost.worker.concurrency", "multifrost.worker.port-range", "multifrost.worker.service-id",
					"multifrost.identity.send-to", "multifrost.web.remote-errors", "multifrost.zone");
	}

	@Test
	void whatHasADefaultForAllWorkersIsAPropertyOfEach() {
		assertThat(propertiesOf(ParentDefaults.class, "")).isNotEmpty()
			.allSatisfy((name, type) -> assertThat(propertiesOf(ParentProperties.class, "")).containsEntry(name, type));
	}

	/**
	 * The names of all properties with their types, where a wrapper is its primitive.
	 */
	private static Map<String, Class<?>> propertiesOf(Class<?> type, String prefix) {
		Map<String, Class<?>> properties = new TreeMap<>();
		for (RecordComponent component : type.getRecordComponents()) {
			if (component.getType().isRecord()) {
				properties.putAll(propertiesOf(component.getType(), prefix + component.getName() + "."));
			}
			else {
				properties.put(prefix + component.getName(),
						ClassUtils.resolvePrimitiveIfNecessary(component.getType()));
			}
		}
		return properties;
	}

	@Test
	void thePropertiesThatUsersLookForAreThere() throws IOException {
		assertThat(metadata().get("properties")).extracting((property) -> property.get("name").asString())
			.contains("multifrost.enabled", "multifrost.parents", "multifrost.defaults.call-timeout",
					"multifrost.defaults.limits.max-message-size", "multifrost.worker.concurrency",
					"multifrost.worker.service-id", "multifrost.worker.bind-address", "multifrost.worker.port-range",
					"multifrost.worker.forward-output", "multifrost.registry.directory",
					"multifrost.security.allowed-clients", "multifrost.security.secret-key", "multifrost.registry.type",
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

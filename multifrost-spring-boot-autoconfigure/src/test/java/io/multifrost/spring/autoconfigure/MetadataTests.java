package io.multifrost.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

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
			.containsExactlyInAnyOrder("multifrost.parents", "multifrost.defaults.call-timeout",
					"multifrost.defaults.client-name", "multifrost.python.directory", "multifrost.registry.directory",
					"multifrost.security.allowed-clients", "multifrost.security.secret-key",
					"multifrost.worker.concurrency", "multifrost.worker.port-range", "multifrost.worker.service-id",
					"multifrost.identity.send-to", "multifrost.web.remote-errors", "multifrost.zone");
	}

	/**
	 * Metadata has no names for what is within the values of a map. Editors ask the type
	 * of the values, or the metadata of that type.
	 */
	@Test
	void whatFollowsTheNameOfAWorkerIsDescribedByTheTypeOfTheMap() throws IOException {
		JsonNode parents = StreamSupport.stream(metadata().get("properties").spliterator(), false)
			.filter((property) -> "multifrost.parents".equals(property.get("name").asString()))
			.findFirst()
			.orElseThrow();
		assertThat(parents.get("type").asString())
			.isEqualTo("java.util.Map<java.lang.String," + ParentProperties.class.getName() + ">");
		assertThat(ofEachWorker()).extracting((property) -> property.get("name").asString())
			.contains("script", "python.version", "client-check", "limits.max-depth")
			.hasSameSizeAs(propertiesOf(ParentProperties.class, "").keySet());
		assertThat(ofEachWorker()).extracting((property) -> property.path("description").asString(""))
			.doesNotHaveDuplicates()
			.allSatisfy((description) -> assertThat(description).matches("[A-Z].*\\."));
	}

	@Test
	void everyPropertyOfAWorkerHasADefaultOrSaysWhereItIs() throws IOException {
		List<String> defaults = StreamSupport.stream(metadata().get("properties").spliterator(), false)
			.map((property) -> property.get("name").asString())
			.toList();
		assertThat(ofEachWorker()).filteredOn((property) -> !property.has("defaultValue")).filteredOn((property) -> {
			String general = "multifrost.defaults." + property.get("name").asString();
			assertThat(property.get("description").asString().endsWith("by default " + general + "."))
				.isEqualTo(defaults.contains(general));
			return !defaults.contains(general);
		})
			.extracting((property) -> property.get("name").asString())
			.containsExactlyInAnyOrder("arguments", "directory", "endpoint", "environment", "executable",
					"instances-at", "jvm-options", "main-class", "script", "server-key", "service-id", "python.debug",
					"python.executable", "python.module", "python.object", "python.path", "python.reload",
					"python.requirements", "python.script", "python.version");
	}

	@Test
	void hintsAreOfPropertiesThatThereAreAndLeaveOtherValuesToTheUser() throws IOException {
		List<String> names = StreamSupport.stream(metadata().get("properties").spliterator(), false)
			.map((property) -> property.get("name").asString())
			.toList();
		assertThat(metadata().get("hints")).isNotEmpty().allSatisfy((hint) -> {
			assertThat(names).contains(hint.get("name").asString());
			assertThat(hint.get("values")).isNotEmpty();
			assertThat(hint.get("providers")).extracting((provider) -> provider.get("name").asString())
				.containsExactly("any");
		});
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
		return read("spring-configuration-metadata.json");
	}

	private static JsonNode ofEachWorker() throws IOException {
		return read("spring/configuration-metadata/" + ParentProperties.class.getName() + ".json").get("properties");
	}

	private static JsonNode read(String name) throws IOException {
		try (InputStream in = MultifrostProperties.class.getResourceAsStream("/META-INF/" + name)) {
			return JsonMapper.shared().readTree(in);
		}
	}

}

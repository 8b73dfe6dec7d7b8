package io.multifrost.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The objects of a file, as the types that Kubernetes' own client has generated from the
 * API's schemas. They refuse fields that are unknown, and objects that lack one.
 *
 * @param name the name of the file
 * @param objects the objects
 */
record Manifest(String name, List<Object> objects) {

	private static final Path FOLDER = Path.of("../docs/deployment");

	private static final Map<String, Class<?>> TYPES = Map.of("v1 ConfigMap", V1ConfigMap.class, "v1 Service",
			V1Service.class, "apps/v1 Deployment", V1Deployment.class, "networking.k8s.io/v1 NetworkPolicy",
			V1NetworkPolicy.class, "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class);

	static List<Manifest> all() {
		try (Stream<Path> files = Files.list(FOLDER)) {
			return files.sorted().map((file) -> file.getFileName().toString()).map(Manifest::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Manifest of(String name) {
		return new Manifest(name, read(text(name)));
	}

	static String text(String name) {
		try {
			return Files.readString(FOLDER.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Object> read(String text) {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(text);
		return StreamSupport.stream(documents.spliterator(), false).map(Manifest::typed).toList();
	}

	private static Object typed(Object document) {
		Gson gson = JSON.getGson();
		JsonElement json = gson.toJsonTree(document);
		String type = json.getAsJsonObject().get("apiVersion").getAsString() + " "
				+ json.getAsJsonObject().get("kind").getAsString();
		if (!TYPES.containsKey(type)) {
			throw new IllegalArgumentException("No type is known for " + type);
		}
		Object typed = gson.fromJson(json, TYPES.get(type));
		// A value of another type may have been taken for one of the right type
		if (!isIn(gson.toJsonTree(typed), json)) {
			throw new IllegalArgumentException(json + " was understood as " + gson.toJsonTree(typed));
		}
		return typed;
	}

	private static boolean isIn(JsonElement understood, JsonElement json) {
		if (json instanceof JsonObject object && understood instanceof JsonObject other) {
			return object.entrySet()
				.stream()
				.allMatch((field) -> other.has(field.getKey()) && isIn(other.get(field.getKey()), field.getValue()));
		}
		if (json instanceof JsonArray array && understood instanceof JsonArray other) {
			return array.size() == other.size()
					&& IntStream.range(0, array.size()).allMatch((i) -> isIn(other.get(i), array.get(i)));
		}
		return json.equals(understood);
	}

	<T> List<T> objects(Class<T> type) {
		return this.objects.stream().filter(type::isInstance).map(type::cast).toList();
	}

	@Override
	public String toString() {
		return this.name;
	}

}

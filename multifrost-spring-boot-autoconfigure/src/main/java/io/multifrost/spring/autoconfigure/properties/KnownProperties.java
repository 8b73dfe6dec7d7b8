package io.multifrost.spring.autoconfigure.properties;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The names of all properties, from the metadata that editors read as well.
 */
final class KnownProperties {

	private static final String PARENTS = "multifrost.parents";

	private static final int SHOWN = 4;

	private static final int WORKER = 2;

	private KnownProperties() {
	}

	/**
	 * Find what may have been meant by a property that does not exist.
	 * @param wrong its name
	 * @return the names that come into question, the likeliest first
	 */
	static List<String> suggest(ConfigurationPropertyName wrong) {
		List<String> names = names((wrong.getNumberOfElements() > WORKER + 1) ? worker(wrong) : ".<name>");
		String last = wrong.getLastElement(Form.DASHED);
		String nearest = NearestName.find(wrong.toString(), names, NearestName.likelyMistakes(last));
		return (nearest != null) ? List.of(nearest)
				: names.stream()
					.filter((name) -> hasWord(name, last))
					.sorted(Comparator.comparingInt((String name) -> -common(name, wrong.toString())))
					.limit(SHOWN)
					.toList();
	}

	private static String worker(ConfigurationPropertyName name) {
		return name.chop(WORKER + 1).toString().substring(name.chop(WORKER).toString().length());
	}

	private static boolean hasWord(String name, String words) {
		return ("-" + name.substring(name.lastIndexOf('.') + 1) + "-").contains("-" + words + "-");
	}

	private static int common(String a, String b) {
		int length = 0;
		while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
			length++;
		}
		return length;
	}

	private static List<String> names(String worker) {
		List<String> names = new ArrayList<>();
		general().forEach((property) -> names.add(property.path("name").asString()));
		String own = "META-INF/spring/configuration-metadata/" + ParentProperties.class.getName() + ".json";
		read(own).forEach((property) -> names.add(PARENTS + worker + "." + property.path("name").asString()));
		return names;
	}

	/**
	 * Return the properties of this library, of which several jars have metadata.
	 */
	private static List<JsonNode> general() {
		return read("META-INF/spring-configuration-metadata.json").stream()
			.filter((property) -> property.path("name").asString().startsWith("multifrost."))
			.toList();
	}

	private static List<JsonNode> read(String name) {
		List<JsonNode> properties = new ArrayList<>();
		try {
			for (URL url : Collections.list(KnownProperties.class.getClassLoader().getResources(name))) {
				try (InputStream in = url.openStream()) {
					JsonMapper.shared().readTree(in).path("properties").forEach(properties::add);
				}
			}
			return properties;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

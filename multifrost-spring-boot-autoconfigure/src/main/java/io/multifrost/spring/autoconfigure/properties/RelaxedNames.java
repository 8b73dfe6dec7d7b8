package io.multifrost.spring.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Knows which names of workers are spellings of one name. A variable such as
 * {@code MULTIFROST_PARENTS_TEXTTOOLS_CALLTIMEOUT} has neither capitals nor dashes, so
 * that Spring Boot finds two names where a file says {@code text-tools}, and gives the
 * values of both sources to each.
 */
public final class RelaxedNames {

	private RelaxedNames() {
	}

	/**
	 * Leave out each name that only a variable can have meant for another one.
	 * @param <T> the type of what is named
	 * @param named what is named
	 * @return a map without them
	 */
	static <T> Map<String, T> withoutVariables(Map<String, T> named) {
		Map<String, T> left = new LinkedHashMap<>(named);
		left.keySet().removeIf((name) -> uniform(name).equals(name) && otherSpelling(name, named) != null);
		return left;
	}

	/**
	 * Return another spelling of a name.
	 * @param name the name
	 * @param named what is named
	 * @return the other spelling, or {@code null} if there is none
	 */
	public static @Nullable String otherSpelling(String name, Map<String, ?> named) {
		return named.keySet()
			.stream()
			.filter((other) -> !other.equals(name) && uniform(name).equals(uniform(other)))
			.findFirst()
			.orElse(null);
	}

	private static String uniform(String name) {
		return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
	}

}

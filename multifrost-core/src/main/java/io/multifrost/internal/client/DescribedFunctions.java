package io.multifrost.internal.client;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConversionException;
import io.multifrost.internal.TypeNames;
import io.multifrost.parent.FunctionDescription;
import io.multifrost.parent.FunctionDescription.Parameter;

/**
 * Reads what a worker says of its functions, which may be anything: what is missing is
 * not known, and what is no description at all is refused.
 */
public final class DescribedFunctions {

	private DescribedFunctions() {
	}

	/**
	 * Read the answer of a worker.
	 * @param answer what the function has returned
	 * @return the functions
	 * @throws ValueConversionException if these are no descriptions
	 */
	public static List<FunctionDescription> read(@Nullable Object answer) {
		if (answer == null) {
			throw refused("a list of functions", null);
		}
		return list(answer, "functions").stream().map(DescribedFunctions::function).toList();
	}

	private static FunctionDescription function(@Nullable Object value) {
		Map<?, ?> map = map(value);
		List<String> aliases = list(map.get("aliases"), "aliases").stream().map(String::valueOf).toList();
		List<Parameter> parameters = list(map.get("parameters"), "parameters").stream()
			.map(DescribedFunctions::parameter)
			.toList();
		return new FunctionDescription(name(map), aliases, parameters, text(map.get("returns")),
				Boolean.TRUE.equals(map.get("stream")), (map.get("doc") instanceof String doc) ? doc : null,
				Boolean.TRUE.equals(map.get("idempotent")));
	}

	private static Parameter parameter(@Nullable Object value) {
		Map<?, ?> map = map(value);
		return new Parameter(name(map), text(map.get("type")), Boolean.TRUE.equals(map.get("optional")),
				Boolean.TRUE.equals(map.get("keyword_only")));
	}

	private static Map<?, ?> map(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return map;
		}
		throw refused("a map", value);
	}

	private static List<?> list(@Nullable Object value, String what) {
		if (value == null) {
			return List.of();
		}
		if (value instanceof List<?> list) {
			return list;
		}
		throw refused("a list of " + what, value);
	}

	private static String name(Map<?, ?> map) {
		if (map.get("name") instanceof String name) {
			return name;
		}
		throw refused("a name", map.get("name"));
	}

	private static ValueConversionException refused(String expected, @Nullable Object value) {
		return new ValueConversionException("What it says is no description of functions: " + expected
				+ " was expected, but it is " + ((value != null) ? "a " + TypeNames.of(value.getClass()) : "nothing"));
	}

	private static String text(@Nullable Object value) {
		return (value instanceof String text) ? text : "";
	}

}

package io.multifrost.internal.client;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The forms that arguments have on the wire, as far as types alone tell which one they
 * have, and which ones a worker takes. Where a type does not tell for certain, nothing is
 * said.
 */
enum ArgumentForm {

	NUMBER, BOOLEAN, TEXT, BINARY, ARRAY, MAP;

	private static final Set<ArgumentForm> ANY = Set.of(values());

	/** The types that a client declares, beside those that are found by a supertype. */
	private static final Map<Class<?>, ArgumentForm> DECLARED = new HashMap<>();

	/** The types that a worker names, in Python or Java. */
	private static final Map<String, Set<ArgumentForm>> NAMED = new HashMap<>();

	/** Of a type that is looked at, so that its levels are few. */
	private static final int LONGEST = 1000;

	/** Modules whose names mean what they mean without them. */
	private static final Pattern STANDARD_MODULES = Pattern.compile("\\b(typing|collections\\.abc|builtins)\\.");

	static {
		declare(NUMBER, byte.class, short.class, int.class, long.class, float.class, double.class, Byte.class,
				Short.class, Integer.class, Long.class, Float.class, Double.class, BigInteger.class, BigDecimal.class);
		declare(BOOLEAN, boolean.class, Boolean.class);
		declare(TEXT, char.class, Character.class, String.class, UUID.class);
		declare(BINARY, byte[].class);
		name(EnumSet.of(NUMBER), "int", "float", "byte", "short", "long", "double");
		name(EnumSet.of(BOOLEAN), "bool", "boolean");
		name(EnumSet.of(TEXT), "str", "String");
		name(EnumSet.of(BINARY, ARRAY), "bytes", "bytearray", "memoryview", "byte[]");
		name(EnumSet.of(ARRAY), "list", "List", "Sequence", "Iterable", "Collection", "set", "Set", "frozenset",
				"tuple", "Tuple");
		name(EnumSet.of(MAP), "dict", "Dict", "Mapping");
		name(EnumSet.noneOf(ArgumentForm.class), "None");
	}

	private static void declare(ArgumentForm form, Class<?>... types) {
		for (Class<?> type : types) {
			DECLARED.put(type, form);
		}
	}

	private static void name(Set<ArgumentForm> forms, String... names) {
		for (String name : names) {
			NAMED.put(name, forms);
		}
	}

	/**
	 * Find the form of the values of a type.
	 * @param type the type that a client declares
	 * @return the form, or {@code null} if it depends on the value, or on others
	 */
	static @Nullable ArgumentForm of(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return of(parameterized.getRawType());
		}
		if (!(type instanceof Class<?> c)) {
			return (type instanceof GenericArrayType) ? ARRAY : null;
		}
		ArgumentForm known = DECLARED.get(c);
		if (known != null) {
			return known;
		}
		if (c.isArray() || Collection.class.isAssignableFrom(c)) {
			return ARRAY;
		}
		return Map.class.isAssignableFrom(c) ? MAP : (c.isEnum() ? TEXT : null);
	}

	/**
	 * Find the forms that a parameter takes.
	 * @param type its type, as the worker writes it
	 * @return the forms, all of them where the type does not tell
	 */
	static Set<ArgumentForm> takenBy(String type) {
		return (type.length() <= LONGEST) ? taken(STANDARD_MODULES.matcher(type).replaceAll("").strip()) : ANY;
	}

	private static Set<ArgumentForm> taken(String type) {
		List<String> choices = split(type, '|');
		if (choices.size() > 1) {
			return takenByAny(choices);
		}
		if (type.endsWith("[]")) {
			return NAMED.getOrDefault(type, EnumSet.of(ARRAY));
		}
		int begin = (type.endsWith("]") || type.endsWith(">")) ? type.replace('<', '[').indexOf('[') : -1;
		String base = (begin > 0) ? type.substring(0, begin) : type;
		String arguments = (begin > 0) ? type.substring(begin + 1, type.length() - 1) : "";
		return switch (base) {
			case "Optional" -> type.endsWith("]") ? taken(arguments) : ANY;
			case "Union" -> takenByAny(split(arguments, ','));
			default -> NAMED.getOrDefault(base, ANY);
		};
	}

	private static Set<ArgumentForm> takenByAny(List<String> types) {
		return types.stream().map(ArgumentForm::taken).flatMap(Set::stream).collect(Collectors.toSet());
	}

	/**
	 * Split at a separator, but not within brackets.
	 */
	private static List<String> split(String text, char separator) {
		List<String> parts = new ArrayList<>();
		int depth = 0;
		int begin = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '[' || c == '(') {
				depth++;
			}
			else if (c == ']' || c == ')') {
				depth--;
			}
			else if (c == separator && depth == 0) {
				parts.add(text.substring(begin, i).strip());
				begin = i + 1;
			}
		}
		parts.add(text.substring(begin).strip());
		return parts;
	}

}

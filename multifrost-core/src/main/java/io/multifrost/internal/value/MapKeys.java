package io.multifrost.internal.value;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.TypeNames;

/**
 * Converts the keys of maps, which are strings on the wire.
 */
public final class MapKeys {

	private MapKeys() {
	}

	static String toWire(@Nullable Object key) {
		if (key instanceof Enum<?> constant) {
			return constant.name();
		}
		if (key instanceof CharSequence || key instanceof Number || key instanceof Boolean || key instanceof Character
				|| key instanceof UUID) {
			return key.toString();
		}
		throw CodecFault.of((key != null)
				? "is a map with a key of type " + key.getClass().getName()
						+ ": keys must be strings, numbers, booleans, characters, enum constants or UUIDs"
				: "is a map with the key null, which has no form on the wire");
	}

	/**
	 * Read a key. Peers that have other keys than strings mean their text.
	 * @param reader the reader
	 * @return the text of the key
	 */
	public static String read(MsgpackReader reader) {
		if (reader.isNextNil()) {
			reader.skip();
			return "null";
		}
		return switch (reader.peekType()) {
			case STRING -> reader.readString();
			case INTEGER, FLOAT -> reader.readNumber().toString();
			case BOOLEAN -> String.valueOf(reader.readBoolean());
			default -> throw CodecFault.of("is a map with a key that is " + ValuePreview.typeAndText(reader)
					+ ": keys must be strings, numbers, booleans or nil");
		};
	}

	/**
	 * Refuse keys that are one on the wire, such as 1 and "1". Keys of one type are
	 * distinct as they are in the map.
	 * @param entries the entries of a map that is to be written
	 */
	static void requireDistinct(Iterable<? extends Map.Entry<?, ?>> entries) {
		Class<?> first = null;
		for (Map.Entry<?, ?> entry : entries) {
			Object key = entry.getKey();
			Class<?> type = (key != null) ? key.getClass() : null;
			if (first == null) {
				first = type;
			}
			if (type != first || (type != String.class && key instanceof CharSequence)) {
				checkDistinct(entries);
				return;
			}
		}
	}

	private static void checkDistinct(Iterable<? extends Map.Entry<?, ?>> entries) {
		Map<String, Object> seen = new HashMap<>();
		for (Map.Entry<?, ?> entry : entries) {
			Object key = entry.getKey();
			if (key == null) {
				continue;
			}
			String text = (key instanceof Enum<?> constant) ? constant.name() : key.toString();
			Object other = seen.put(text, key);
			if (other != null) {
				throw duplicate(describe(other), describe(key), text);
			}
		}
	}

	private static String describe(Object key) {
		return key.getClass().getSimpleName() + " " + ValuePreview.key(key.toString());
	}

	private static CodecFault duplicate(String one, String other, Object both) {
		return CodecFault.of("is a map with the keys " + one + " and " + other + ", which would both be \""
				+ ValuePreview.key(both.toString()) + "\": give them keys that differ as text");
	}

	/**
	 * Find the keys of a map that became one.
	 * @param reader the reader, whose place is changed
	 * @param start where the first key is
	 * @param count the number of entries
	 * @param type the type of the keys
	 * @throws CodecFault if there are such keys
	 */
	static void requireDistinct(MsgpackReader reader, int start, int count, Type type) {
		Map<Object, String> seen = new HashMap<>();
		reader.position(start);
		for (int i = 0; i < count; i++) {
			int place = reader.position();
			String found = ValuePreview.typeAndText(reader);
			reader.position(place);
			Object key = convert(read(reader), type, reader.mapper());
			String other = seen.put(key, found);
			if (other != null) {
				throw duplicate(other, found, key);
			}
			reader.skip();
		}
	}

	/**
	 * Convert a key to the key type of a map.
	 * @param key the text of the key
	 * @param type the Java type
	 * @param mapper converts what is no number, truth value or character
	 * @return the key
	 */
	static Object convert(String key, Type type, JacksonMapper mapper) {
		if (type == String.class || type == Object.class || type == CharSequence.class) {
			return key;
		}
		Object converted = (type instanceof Class<?> c) ? convert(key, c) : null;
		return (converted != null) ? converted : JacksonValues.readText(key, type, mapper);
	}

	private static @Nullable Object convert(String key, Class<?> type) {
		if (Number.class.isAssignableFrom(type)) {
			return toNumber(key, type);
		}
		if (type == Boolean.class && (key.equals("true") || key.equals("false"))) {
			return Boolean.valueOf(key);
		}
		if (type == Character.class && key.length() == 1) {
			return key.charAt(0);
		}
		return null;
	}

	/**
	 * Convert a key to a number.
	 * @param key the text of the key
	 * @param type the type of the number
	 * @throws CodecFault if it would be another
	 */
	static Object toNumber(String key, Class<?> type) {
		BigDecimal decimal = Numbers.parse(key);
		if (decimal == null || type == BigDecimal.class) {
			return orMismatch(decimal, key, type);
		}
		BigInteger integer = Numbers.wholeForWire(decimal);
		if (integer == null && decimal.scale() == 0 && (type == BigInteger.class || type == Number.class)) {
			return decimal.toBigIntegerExact();
		}
		if (integer == null) {
			double approximation = decimal.doubleValue();
			return orMismatch(Double.isFinite(approximation) ? ValueTypes.number(approximation, type) : null, key,
					type);
		}
		Number number = (integer.bitLength() < 64) ? (Number) integer.longValue() : integer;
		return orMismatch(ValueTypes.number(number, type), key, type);
	}

	private static Object orMismatch(@Nullable Object converted, String key, Type type) {
		if (converted == null) {
			throw CodecFault
				.of("is a map with the key \"" + ValuePreview.key(key) + "\", which is no " + TypeNames.of(type));
		}
		return converted;
	}

}

package io.multifrost.message;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Converts the keys of maps, which are strings on the wire.
 */
final class MapKeys {

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
	static String read(MsgpackReader reader) {
		if (reader.isNextNil()) {
			reader.skip(0);
			return "null";
		}
		return switch (reader.peekType()) {
			case STRING -> GenericReader.readString(reader);
			case INTEGER, FLOAT -> reader.readNumber().toString();
			case BOOLEAN -> String.valueOf(reader.next() == MsgpackReader.TRUE);
			default -> throw CodecFault.of("is a map with a key that is " + ValuePreview.typeAndText(reader)
					+ ": keys must be strings, numbers, booleans or nil");
		};
	}

	/**
	 * Convert a key to the key type of a map.
	 * @param key the text of the key
	 * @param type the Java type
	 * @return the key
	 */
	static Object convert(String key, Type type) {
		if (type == String.class || type == Object.class || type == CharSequence.class) {
			return key;
		}
		Object converted = (type instanceof Class<?> c) ? convert(key, c) : null;
		return (converted != null) ? converted : JacksonReader.readText(key, type);
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

	private static Object toNumber(String key, Class<?> type) {
		BigDecimal decimal = Numbers.parse(key);
		if (decimal == null || type == BigDecimal.class) {
			return orMismatch(decimal, key, type);
		}
		BigInteger integer = Numbers.wholeForWire(decimal);
		if (integer == null) {
			return orMismatch(ScalarReader.number(decimal.doubleValue(), type), key, type);
		}
		Number number = (integer.bitLength() < 64) ? (Number) integer.longValue() : integer;
		return orMismatch(ScalarReader.number(number, type), key, type);
	}

	private static Object orMismatch(@Nullable Object converted, String key, Type type) {
		if (converted == null) {
			throw mismatch(key, type);
		}
		return converted;
	}

	private static CodecFault mismatch(String key, Type type) {
		return CodecFault
			.of("is a map with the key \"" + ValuePreview.key(key) + "\", which is no " + TypeNames.of(type));
	}

}

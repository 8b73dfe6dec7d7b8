package io.multifrost.message;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Reads the Java types that need neither elements nor Jackson.
 */
final class ScalarReader {

	private static final Map<Class<?>, Scalar> SCALARS = Map.ofEntries(Map.entry(byte.class, Scalar.BYTE),
			Map.entry(Byte.class, Scalar.BYTE), Map.entry(short.class, Scalar.SHORT),
			Map.entry(Short.class, Scalar.SHORT), Map.entry(int.class, Scalar.INTEGER),
			Map.entry(Integer.class, Scalar.INTEGER), Map.entry(long.class, Scalar.LONG),
			Map.entry(Long.class, Scalar.LONG), Map.entry(float.class, Scalar.FLOAT),
			Map.entry(Float.class, Scalar.FLOAT), Map.entry(double.class, Scalar.DOUBLE),
			Map.entry(Double.class, Scalar.DOUBLE), Map.entry(BigInteger.class, Scalar.BIG_INTEGER),
			Map.entry(BigDecimal.class, Scalar.BIG_DECIMAL), Map.entry(Number.class, Scalar.NUMBER),
			Map.entry(boolean.class, Scalar.BOOLEAN), Map.entry(Boolean.class, Scalar.BOOLEAN),
			Map.entry(char.class, Scalar.CHARACTER), Map.entry(Character.class, Scalar.CHARACTER),
			Map.entry(String.class, Scalar.TEXT), Map.entry(CharSequence.class, Scalar.TEXT),
			Map.entry(byte[].class, Scalar.BYTES), Map.entry(ByteBuffer.class, Scalar.BYTE_BUFFER),
			Map.entry(InputStream.class, Scalar.STREAM), Map.entry(Instant.class, Scalar.INSTANT),
			Map.entry(UUID.class, Scalar.UUID));

	private ScalarReader() {
	}

	static boolean handles(Class<?> type) {
		return SCALARS.containsKey(type);
	}

	/**
	 * Read a value that is not nil.
	 * @param reader the reader
	 * @param type a type that is handled here
	 * @return the value
	 * @throws CodecFault if the value does not fit the type
	 */
	static Object read(MsgpackReader reader, Class<?> type) {
		int start = reader.position();
		Object value = switch (scalar(type)) {
			case BOOLEAN -> toBoolean(reader);
			case CHARACTER -> toCharacter(reader);
			case TEXT -> toText(reader);
			case BYTES -> toBytes(reader);
			case BYTE_BUFFER -> toByteBuffer(reader);
			case STREAM -> toStream(reader);
			case INSTANT -> toInstant(reader);
			case UUID -> toUuid(reader);
			default -> readNumber(reader, type);
		};
		if (value == null) {
			reader.position(start);
			throw CodecFault
				.of("is " + ValuePreview.typeAndText(reader) + ", which does not fit " + TypeNames.of(type));
		}
		return value;
	}

	private static @Nullable Object readNumber(MsgpackReader reader, Class<?> type) {
		return switch (reader.peekType()) {
			case INTEGER, FLOAT -> number(reader.readNumber(), type);
			case STRING ->
				(type == BigDecimal.class) ? Numbers.parse(GenericReader.readString(reader)) : fromText(reader, type);
			default -> null;
		};
	}

	/**
	 * Numbers beyond the wire's are sent as strings; other types have no reason to be.
	 */
	private static @Nullable Object fromText(MsgpackReader reader, Class<?> type) {
		if (type != BigInteger.class) {
			return null;
		}
		BigDecimal decimal = Numbers.parse(GenericReader.readString(reader));
		// 1E+1000000000 is a short text but a long integer
		return (decimal != null && decimal.scale() == 0) ? decimal.toBigIntegerExact() : null;
	}

	/**
	 * Convert a number.
	 * @param number a {@link Long}, {@link BigInteger} or {@link Double}
	 * @param type a type of numbers
	 * @return the number, or {@code null} if it does not fit or the type is another
	 */
	static @Nullable Object number(Number number, Class<?> type) {
		return switch (scalar(type)) {
			case BYTE -> toByte(number);
			case SHORT -> toShort(number);
			case INTEGER -> toInt(number);
			case LONG -> toLong(number);
			case FLOAT -> Numbers.toFloat(number);
			case DOUBLE -> Numbers.toDouble(number);
			case BIG_INTEGER -> Numbers.toBigInteger(number);
			case BIG_DECIMAL -> Numbers.toBigDecimal(number);
			case NUMBER -> number;
			default -> null;
		};
	}

	private static Scalar scalar(Class<?> type) {
		return SCALARS.getOrDefault(type, Scalar.NONE);
	}

	private static @Nullable Byte toByte(Number number) {
		Long value = Numbers.toLong(number, Byte.MIN_VALUE, Byte.MAX_VALUE);
		return (value != null) ? value.byteValue() : null;
	}

	private static @Nullable Short toShort(Number number) {
		Long value = Numbers.toLong(number, Short.MIN_VALUE, Short.MAX_VALUE);
		return (value != null) ? value.shortValue() : null;
	}

	private static @Nullable Integer toInt(Number number) {
		Long value = Numbers.toLong(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
		return (value != null) ? value.intValue() : null;
	}

	private static @Nullable Long toLong(Number number) {
		return Numbers.toLong(number, Long.MIN_VALUE, Long.MAX_VALUE);
	}

	private static @Nullable Boolean toBoolean(MsgpackReader reader) {
		return (reader.peekType() == WireType.BOOLEAN) ? reader.next() == MsgpackReader.TRUE : null;
	}

	private static @Nullable String toText(MsgpackReader reader) {
		return (reader.peekType() == WireType.STRING) ? GenericReader.readString(reader) : null;
	}

	private static @Nullable Character toCharacter(MsgpackReader reader) {
		String text = toText(reader);
		return (text != null && text.length() == 1) ? text.charAt(0) : null;
	}

	private static byte @Nullable [] toBytes(MsgpackReader reader) {
		return switch (reader.peekType()) {
			case BINARY -> reader.readBytes(reader.readBinaryHeader());
			case ARRAY -> toBytesFromArray(reader);
			default -> null;
		};
	}

	/**
	 * Some peers have no binary values, and send bytes as numbers, with or without a
	 * sign.
	 */
	private static byte @Nullable [] toBytesFromArray(MsgpackReader reader) {
		byte[] bytes = new byte[reader.readArrayHeader()];
		for (int i = 0; i < bytes.length; i++) {
			Long value = (reader.peekType() == WireType.INTEGER) ? Numbers.toLong(reader.readNumber(), -128, 255)
					: null;
			if (value == null) {
				return null;
			}
			bytes[i] = value.byteValue();
		}
		return bytes;
	}

	private static @Nullable ByteBuffer toByteBuffer(MsgpackReader reader) {
		byte[] bytes = toBytes(reader);
		return (bytes != null) ? ByteBuffer.wrap(bytes) : null;
	}

	private static @Nullable InputStream toStream(MsgpackReader reader) {
		byte[] bytes = toBytes(reader);
		return (bytes != null) ? new ByteArrayInputStream(bytes) : null;
	}

	private static @Nullable Instant toInstant(MsgpackReader reader) {
		if (reader.peekType() == WireType.EXTENSION) {
			return Timestamps.read(reader);
		}
		String text = toText(reader);
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable UUID toUuid(MsgpackReader reader) {
		String text = toText(reader);
		try {
			return (text != null && text.length() == 36) ? UUID.fromString(text) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * What a type is. A constant and a switch, where a function for each type would cost
	 * a class for each when the first value is read.
	 */
	private enum Scalar {

		BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE, BIG_INTEGER, BIG_DECIMAL, NUMBER, BOOLEAN, CHARACTER, TEXT, BYTES,
		BYTE_BUFFER, STREAM, INSTANT, UUID, NONE

	}

}

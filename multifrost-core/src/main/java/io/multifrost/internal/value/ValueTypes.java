package io.multifrost.internal.value;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.multifrost.NdArray;

/**
 * The table of the Java types that have a form of their own on the wire, without Jackson.
 * Collections and maps are read by {@link CollectionKind}, since they need the types of
 * their elements.
 */
final class ValueTypes {

	private static final Map<Class<?>, ValueType> TABLE = new HashMap<>();

	/**
	 * The writers that were found for classes of the JDK. Those of applications may be
	 * unloaded, and must not be kept.
	 */
	private static final Map<Class<?>, ValueType.Writer> WRITERS = new ConcurrentHashMap<>();

	/**
	 * Those of which values may be of a class below, in the order in which they are
	 * tried.
	 */
	private static final List<Extensible> EXTENSIBLE = new ArrayList<>();

	static {
		ValueType.Writer integer = (value, output, depth) -> output.packer().packLong(((Number) value).longValue());
		numbers(within(Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue), integer, byte.class, Byte.class);
		numbers(within(Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue), integer, short.class, Short.class);
		numbers(within(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue), integer, int.class, Integer.class);
		numbers(within(Long.MIN_VALUE, Long.MAX_VALUE, (value) -> value), integer, long.class, Long.class);
		numbers(Numbers::toFloat, (value, output, depth) -> output.packer().packFloat((Float) value), float.class,
				Float.class);
		numbers(Numbers::toDouble, (value, output, depth) -> output.packer().packDouble((Double) value), double.class,
				Double.class);
		numbers((number) -> number, null, Number.class);
		extensible(BigInteger.class, new ValueType((reader) -> number(reader, Numbers::toBigInteger, true),
				(value, output, depth) -> Numbers.write((BigInteger) value, output.packer()), Numbers::toBigInteger));
		extensible(BigDecimal.class, new ValueType((reader) -> number(reader, Numbers::toBigDecimal, false),
				(value, output, depth) -> Numbers.write((BigDecimal) value, output.packer()), Numbers::toBigDecimal));
		plain((reader) -> (reader.peekType() == WireType.BOOLEAN) ? (Object) reader.readBoolean() : null,
				(value, output, depth) -> output.packer().packBoolean((Boolean) value), boolean.class, Boolean.class);
		ValueType.Writer text = (value, output, depth) -> output.writeText(value.toString());
		plain(ValueTypes::character, text, char.class, Character.class);
		plain(ValueTypes::text, text, String.class);
		extensible(CharSequence.class, ValueTypes::text, text);
		written(Enum.class, (value, output, depth) -> output.writeText(((Enum<?>) value).name()));
		plain(ValueTypes::uuid, text, UUID.class);
		plain(ValueTypes::instant, (value, output, depth) -> output.packer().packTimestamp((Instant) value),
				Instant.class);
		plain(ValueTypes::bytes, (value, output, depth) -> output.writeBinary((byte[]) value), byte[].class);
		extensible(ByteBuffer.class, (reader) -> of(bytes(reader), ByteBuffer::wrap),
				(value, output, depth) -> output.writeBinary((ByteBuffer) value));
		extensible(InputStream.class, (reader) -> of(bytes(reader), ByteArrayInputStream::new),
				(value, output, depth) -> output.writeBinary((InputStream) value));
		array(double[].class, PrimitiveArrays::writeDoubles, PrimitiveArrays::fillDoubles);
		array(float[].class, PrimitiveArrays::writeFloats, PrimitiveArrays::fillFloats);
		array(long[].class, PrimitiveArrays::writeLongs, PrimitiveArrays.integers(PrimitiveArrays::setLong));
		array(int[].class, PrimitiveArrays::writeInts, PrimitiveArrays.integers(PrimitiveArrays::setInt));
		array(short[].class, PrimitiveArrays::writeShorts, PrimitiveArrays.integers(PrimitiveArrays::setShort));
		array(boolean[].class, PrimitiveArrays::writeBooleans, PrimitiveArrays.Filler.NONE);
		written(char[].class, (value, output, depth) -> output.writeElements(boxed((char[]) value), depth));
		written(Map.class, (value, output, depth) -> output.writeMap((Map<?, ?>) value, depth));
		written(Optional.class, (value, output, depth) -> output.write(((Optional<?>) value).orElse(null), depth));
		written(EncodedValue.class, (value, output, depth) -> output.writeEncoded((EncodedValue) value, depth));
		written(NumberArray.class, (value, output, depth) -> output.writeNumbers((NumberArray) value));
		written(FilePart.class, (value, output, depth) -> ((FilePart) value).writeTo(output.packer()));
		plain(NumberLists::read, (value, output, depth) -> NumberLists.write((NdArray) value, output, depth),
				NdArray.class);
		written(Object[].class, (value, output, depth) -> output.writeElements((Object[]) value, depth));
		// A path is iterable too, but gives paths again without end
		written(Path.class, ValueTypes::writeObject);
		// A tree of Jackson's is iterable, but may be a map
		written(JsonNode.class, ValueTypes::writeObject);
		written(Iterable.class, (value, output, depth) -> output.writeIterable((Iterable<?>) value, depth));
	}

	private ValueTypes() {
	}

	/**
	 * Find what a value is to be read as.
	 * @param type the type that is asked for
	 * @return how it is read, or {@code null} if it is none of these types
	 */
	static @Nullable ValueType of(Class<?> type) {
		return TABLE.get(type);
	}

	/**
	 * Find how a value is written.
	 * @return the writer, which is Jackson's where the type is none of these
	 */
	static ValueType.Writer writerOf(Object value) {
		ValueType.Writer known = WRITERS.get(value.getClass());
		return (known != null) ? known : findWriter(value);
	}

	private static ValueType.Writer findWriter(Object value) {
		Class<?> type = value.getClass();
		ValueType exact = TABLE.get(type);
		ValueType.Writer writer = (exact != null) ? exact.writer() : null;
		for (int i = 0; writer == null && i < EXTENSIBLE.size(); i++) {
			writer = EXTENSIBLE.get(i).type.isInstance(value) ? EXTENSIBLE.get(i).writer : null;
		}
		if (writer == null) {
			writer = ValueTypes::writeObject;
		}
		if (type.getClassLoader() == null) {
			WRITERS.put(type, writer);
		}
		return writer;
	}

	/**
	 * Convert a number.
	 * @param number a {@link Long}, {@link BigInteger} or {@link Double}
	 * @param type a type of numbers
	 * @return the number, or {@code null} if it does not fit or the type is another
	 */
	static @Nullable Object number(Number number, Class<?> type) {
		ValueType found = TABLE.get(type);
		return (found != null && found.number() != null) ? found.number().apply(number) : null;
	}

	private static void numbers(Function<Number, @Nullable Object> conversion, ValueType.@Nullable Writer writer,
			Class<?>... types) {
		ValueType type = new ValueType((reader) -> isNumber(reader) ? conversion.apply(reader.readNumber()) : null,
				writer, conversion);
		for (Class<?> each : types) {
			TABLE.put(each, type);
		}
	}

	private static void plain(ValueType.Reader reader, ValueType.Writer writer, Class<?>... types) {
		for (Class<?> type : types) {
			TABLE.put(type, new ValueType(reader, writer, null));
		}
	}

	private static void written(Class<?> type, ValueType.Writer writer) {
		EXTENSIBLE.add(new Extensible(type, writer));
	}

	private static void extensible(Class<?> type, ValueType.Reader reader, ValueType.Writer writer) {
		extensible(type, new ValueType(reader, writer, null));
	}

	private static void extensible(Class<?> type, ValueType valueType) {
		TABLE.put(type, valueType);
		written(type, Objects.requireNonNull(valueType.writer()));
	}

	private static void array(Class<?> type, PrimitiveArrays.Writer writer, PrimitiveArrays.Filler filler) {
		Class<?> component = type.getComponentType();
		plain((reader) -> switch (reader.peekType()) {
			case ARRAY -> ValueReader.readElements(reader, component, filler);
			case EXTENSION -> NumberArrayReader.read(reader, type);
			default -> null;
		}, (value, output, depth) -> output.writePrimitives(value, depth, writer), type);
	}

	private static Object[] boxed(char[] characters) {
		return new String(characters).chars().mapToObj((character) -> (char) character).toArray();
	}

	private static Function<Number, @Nullable Object> within(long least, long greatest,
			Function<Long, Object> conversion) {
		return (number) -> of(Numbers.toLong(number, least, greatest), conversion);
	}

	private static <T> @Nullable Object of(@Nullable T value, Function<T, Object> conversion) {
		return (value != null) ? conversion.apply(value) : null;
	}

	private static boolean isNumber(MsgpackReader reader) {
		WireType type = reader.peekType();
		return type == WireType.INTEGER || type == WireType.FLOAT;
	}

	/**
	 * Numbers beyond the wire's are sent as strings; other types have no reason to be.
	 */
	private static @Nullable Object number(MsgpackReader reader, Function<Number, @Nullable Object> conversion,
			boolean whole) {
		if (isNumber(reader)) {
			return conversion.apply(reader.readNumber());
		}
		BigDecimal decimal = decimal(reader);
		if (!whole || decimal == null) {
			return decimal;
		}
		// 1E+1000000000 is a short text but a long integer
		return (decimal.scale() == 0) ? decimal.toBigIntegerExact() : null;
	}

	private static @Nullable BigDecimal decimal(MsgpackReader reader) {
		String text = text(reader);
		return (text != null) ? Numbers.parse(text) : null;
	}

	private static void writeObject(Object value, ValueWriter output, int depth) throws IOException {
		output.writeObject(value, depth);
	}

	private static @Nullable String text(MsgpackReader reader) {
		return (reader.peekType() == WireType.STRING) ? reader.readString() : null;
	}

	private static @Nullable Object character(MsgpackReader reader) {
		return parsed(reader, (text) -> (text.length() == 1) ? text.charAt(0) : null);
	}

	private static @Nullable Object parsed(MsgpackReader reader, Function<String, @Nullable Object> parser) {
		String text = text(reader);
		try {
			return (text != null) ? parser.apply(text) : null;
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static byte @Nullable [] bytes(MsgpackReader reader) {
		return switch (reader.peekType()) {
			case BINARY -> reader.readBinary();
			case ARRAY -> bytesOfArray(reader);
			case EXTENSION -> (byte[]) NumberArrayReader.read(reader, byte[].class);
			default -> null;
		};
	}

	/**
	 * Some peers have no binary values, and send bytes as numbers, with or without a
	 * sign.
	 */
	private static byte @Nullable [] bytesOfArray(MsgpackReader reader) {
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

	private static @Nullable Object instant(MsgpackReader reader) {
		return (reader.peekType() == WireType.EXTENSION) ? Timestamps.read(reader) : parsed(reader, Instant::parse);
	}

	private static @Nullable Object uuid(MsgpackReader reader) {
		return parsed(reader, (text) -> {
			UUID uuid = UUID.fromString(text);
			// Groups of other lengths are taken as well, and cut off.
			return uuid.toString().equalsIgnoreCase(text) ? uuid : null;
		});
	}

	private record Extensible(Class<?> type, ValueType.Writer writer) {
	}

}

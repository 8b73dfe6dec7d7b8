package io.multifrost.internal.value;

import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConverter;
import io.multifrost.internal.TypeNames;

/**
 * Reads values as the Java types that are asked for.
 */
public final class ValueReader {

	/** What nil is, where it is not {@code null}. */
	private static final Map<Class<?>, Object> EMPTY = Map.of(Optional.class, Optional.empty(), OptionalInt.class,
			OptionalInt.empty(), OptionalLong.class, OptionalLong.empty(), OptionalDouble.class,
			OptionalDouble.empty());

	private ValueReader() {
	}

	/**
	 * Read the next value.
	 * @param reader the reader
	 * @param type the type, with its generics where it has some
	 * @return the value
	 * @throws CodecFault if the value does not fit the type
	 */
	public static @Nullable Object read(MsgpackReader reader, Type type) {
		if (type == Object.class) {
			return readPlain(reader);
		}
		if (type instanceof WildcardType wildcard) {
			return read(reader, wildcard.getUpperBounds()[0]);
		}
		if (type instanceof TypeVariable<?> variable) {
			return read(reader, variable.getBounds()[0]);
		}
		Class<?> raw = rawType(type);
		if (raw == EncodedValue.class) {
			return reader.readEncoded();
		}
		if (reader.isNextNil()) {
			reader.skip();
			return ofNil(raw);
		}
		ValueConverters converters = reader.mapper().converters();
		ValueConverter<?, ?> converter = converters.isEmpty() ? null : converters.of(raw);
		if (converter != null) {
			return ValueConverters.read(reader, converter);
		}
		ValueType known = ValueTypes.of(raw);
		if (known != null) {
			return read(reader, raw, known);
		}
		return readOther(reader, type, raw);
	}

	/**
	 * Read the next value as plain Java, where no type is asked for.
	 * @param reader the reader
	 * @return the value
	 * @throws CodecFault if the value has no such form
	 */
	public static @Nullable Object readPlain(MsgpackReader reader) {
		if (reader.isNextNil()) {
			reader.skip();
			return null;
		}
		return switch (reader.peekType()) {
			case BOOLEAN -> reader.readBoolean();
			case INTEGER, FLOAT -> reader.readNumber();
			case STRING -> reader.readString();
			case BINARY -> reader.readBinary();
			case ARRAY, MAP -> CollectionKind.readPlain(reader);
			default -> readExtension(reader);
		};
	}

	private static @Nullable Object readExtension(MsgpackReader reader) {
		return switch (reader.scanner().readExtensionType()) {
			case NumberArray.EXTENSION_TYPE -> readPlain(NumberArrayReader.readLists(reader));
			case FilePart.EXTENSION_TYPE -> FilePart.read(reader).readFrom(reader.files());
			default -> Timestamps.read(reader);
		};
	}

	private static Object read(MsgpackReader reader, Class<?> raw, ValueType type) {
		int start = reader.position();
		Object value = type.reader().read(reader);
		if (value == null) {
			reader.position(start);
			throw mismatch(reader, raw);
		}
		return value;
	}

	private static @Nullable Object readOther(MsgpackReader reader, Type type, Class<?> raw) {
		if (raw == Void.class || raw == void.class) {
			reader.skip();
			return null;
		}
		if (raw == Optional.class) {
			return Optional.ofNullable(read(reader, argument(type, 0)));
		}
		if (raw.isEnum()) {
			return readEnum(reader, raw);
		}
		if (raw.isArray()) {
			return readArray(reader, type);
		}
		if (NumberArrayReader.isNext(reader)) {
			return readOther(NumberArrayReader.readLists(reader), type, raw);
		}
		CollectionKind collection = CollectionKind.of(raw);
		if (collection != null) {
			return collection.read(reader, type);
		}
		return JacksonValues.read(reader, type);
	}

	private static @Nullable Object ofNil(Class<?> raw) {
		if (raw.isPrimitive() && raw != void.class) {
			throw CodecFault.of("is nil, which does not fit " + raw.getName());
		}
		return EMPTY.get(raw);
	}

	private static Object readEnum(MsgpackReader reader, Class<?> type) {
		int start = reader.position();
		if (reader.peekType() == WireType.STRING) {
			String name = reader.readString();
			for (Object constant : type.getEnumConstants()) {
				if (((Enum<?>) constant).name().equals(name)) {
					return constant;
				}
			}
			reader.position(start);
		}
		throw mismatch(reader, type);
	}

	private static Object readArray(MsgpackReader reader, Type type) {
		if (reader.peekType() == WireType.EXTENSION) {
			int start = reader.position();
			Object array = NumberArrayReader.read(reader, rawType(type));
			if (array != null) {
				return array;
			}
			reader.position(start);
		}
		if (reader.peekType() != WireType.ARRAY) {
			throw mismatch(reader, type);
		}
		return readElements(reader, componentType(type), PrimitiveArrays.Filler.NONE);
	}

	/**
	 * Read an array, which has to be next.
	 * @param reader the reader
	 * @param component the type of the elements
	 * @param filler reads those that have the usual form
	 */
	static Object readElements(MsgpackReader reader, Type component, PrimitiveArrays.Filler filler) {
		int count = reader.readArrayHeader();
		Object array = Array.newInstance(rawType(component), count);
		int next = filler.fill(reader, array, 0);
		while (next < count) {
			try {
				Array.set(array, next, read(reader, component));
			}
			catch (CodecFault ex) {
				throw ex.within(next);
			}
			next = filler.fill(reader, array, next + 1);
		}
		return array;
	}

	public static Type componentType(Type array) {
		return (array instanceof GenericArrayType generic) ? generic.getGenericComponentType()
				: rawType(array).getComponentType();
	}

	/**
	 * Return whether an array on the wire may be one value of a type.
	 */
	public static boolean readsArrays(Type type) {
		Class<?> raw = rawType(type);
		return ValueTypes.of(raw) == null || raw.isArray() || raw == ByteBuffer.class || raw == InputStream.class;
	}

	static CodecFault mismatch(MsgpackReader reader, Type type) {
		return CodecFault.of("is " + ValuePreview.typeAndText(reader) + ", which does not fit " + TypeNames.of(type));
	}

	/**
	 * Return a type argument, or {@link Object} for a raw type.
	 */
	static Type argument(Type type, int index) {
		return (type instanceof ParameterizedType parameterized) ? parameterized.getActualTypeArguments()[index]
				: Object.class;
	}

	public static Class<?> rawType(Type type) {
		if (type instanceof Class<?> c) {
			return c;
		}
		if (type instanceof ParameterizedType parameterized) {
			return rawType(parameterized.getRawType());
		}
		if (type instanceof GenericArrayType array) {
			return rawType(array.getGenericComponentType()).arrayType();
		}
		return rawType((type instanceof WildcardType wildcard) ? wildcard.getUpperBounds()[0]
				: ((TypeVariable<?>) type).getBounds()[0]);
	}

}

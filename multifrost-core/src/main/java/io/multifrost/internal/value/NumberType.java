package io.multifrost.internal.value;

import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The types of the elements of a {@link NumberArray}, by the names that NumPy gives them.
 * Their bytes are in the order of little-endian machines.
 */
public enum NumberType {

	FLOAT64("<f8", "float64", double.class, Double.BYTES), FLOAT32("<f4", "float32", float.class, Float.BYTES),
	INT64("<i8", "integer", long.class, Long.BYTES), INT32("<i4", "integer", int.class, Integer.BYTES),
	INT16("<i2", "integer", short.class, Short.BYTES), INT8("|i1", "integer", byte.class, 1),
	UINT64("<u8", "integer", null, Long.BYTES), UINT32("<u4", "integer", null, Integer.BYTES),
	UINT16("<u2", "integer", null, Short.BYTES), UINT8("|u1", "integer", byte.class, 1),
	BOOL("|b1", "boolean", boolean.class, 1);

	private final String dtype;

	private final String description;

	private final @Nullable Class<?> component;

	private final int size;

	NumberType(String dtype, String description, @Nullable Class<?> component, int size) {
		this.dtype = dtype;
		this.description = description;
		this.component = component;
		this.size = size;
	}

	/**
	 * Find the type of a Java array's elements as they are written.
	 * @param component the class of the elements
	 * @return the type, or {@code null} for what is no number and no truth value
	 */
	public static @Nullable NumberType of(@Nullable Class<?> component) {
		for (NumberType type : values()) {
			if (type.component != null && type.component == component) {
				return type;
			}
		}
		return null;
	}

	public static NumberType of(String dtype) {
		for (NumberType type : values()) {
			if (type.dtype.equals(dtype)) {
				return type;
			}
		}
		throw CodecFault.of("is an array of numbers of the dtype '" + ValuePreview.key(dtype) + "', which is unknown");
	}

	public String dtype() {
		return this.dtype;
	}

	public int size() {
		return this.size;
	}

	/**
	 * Put elements of an array of this type, as many as there is room for.
	 * @param array the array
	 * @param from the index of the first of them
	 * @param buffer where they are put
	 */
	public void put(Object array, int from, ByteBuffer buffer) {
		int count = Math.min(Array.getLength(array) - from, buffer.remaining() / this.size);
		int end = buffer.position() + count * this.size;
		switch (this) {
			case FLOAT64 -> buffer.asDoubleBuffer().put((double[]) array, from, count);
			case FLOAT32 -> buffer.asFloatBuffer().put((float[]) array, from, count);
			case INT64 -> buffer.asLongBuffer().put((long[]) array, from, count);
			case INT32 -> buffer.asIntBuffer().put((int[]) array, from, count);
			case INT16 -> buffer.asShortBuffer().put((short[]) array, from, count);
			case BOOL -> {
				for (int i = from; i < from + count; i++) {
					boolean element = Array.getBoolean(array, i);
					buffer.put((byte) (element ? 1 : 0));
				}
			}
			default -> buffer.put((byte[]) array, from, count);
		}
		buffer.position(end);
	}

	/**
	 * Return whether an array holds elements as they lie here.
	 */
	boolean fits(Class<?> array) {
		return this.component != null && this != BOOL && this.component == array.getComponentType();
	}

	/**
	 * Get elements at once into an array that {@linkplain #fits(Class) fits}.
	 * @param array the array
	 * @param from the index of the first of them
	 * @param buffer has whole elements, no more than there is room for
	 */
	void get(Object array, int from, ByteBuffer buffer) {
		int count = buffer.remaining() / this.size;
		switch (this) {
			case FLOAT64 -> buffer.asDoubleBuffer().get((double[]) array, from, count);
			case FLOAT32 -> buffer.asFloatBuffer().get((float[]) array, from, count);
			case INT64 -> buffer.asLongBuffer().get((long[]) array, from, count);
			case INT32 -> buffer.asIntBuffer().get((int[]) array, from, count);
			case INT16 -> buffer.asShortBuffer().get((short[]) array, from, count);
			default -> buffer.get((byte[]) array, from, count);
		}
	}

	/**
	 * Get one element as it would be read from a number, or from a truth value.
	 * @param buffer the elements
	 * @param position where the element begins
	 * @return a {@link Long}, {@link BigInteger}, {@link Double} or {@link Boolean}
	 */
	Object get(ByteBuffer buffer, int position) {
		return switch (this) {
			case FLOAT64 -> buffer.getDouble(position);
			case FLOAT32 -> (double) buffer.getFloat(position);
			case INT64 -> buffer.getLong(position);
			case INT32 -> (long) buffer.getInt(position);
			case INT16 -> (long) buffer.getShort(position);
			case INT8 -> (long) buffer.get(position);
			case UINT64 -> unsigned(buffer.getLong(position));
			case UINT32 -> Integer.toUnsignedLong(buffer.getInt(position));
			case UINT16 -> Short.toUnsignedLong(buffer.getShort(position));
			case UINT8 -> Byte.toUnsignedLong(buffer.get(position));
			case BOOL -> buffer.get(position) != 0;
		};
	}

	private static Number unsigned(long value) {
		if (value >= 0) {
			return value;
		}
		return new BigInteger(Long.toUnsignedString(value));
	}

	/**
	 * Describe an element for a message.
	 */
	String describe(Object element) {
		return this.description + " " + element;
	}

}

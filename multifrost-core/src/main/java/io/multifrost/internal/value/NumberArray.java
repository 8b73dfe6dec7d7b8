package io.multifrost.internal.value;

import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;

import io.multifrost.NdArray;

/**
 * An array of numbers that is written as they lie in memory: as the extension
 * {@value #EXTENSION_TYPE}, which holds {@code [dtype, shape, binary]}. Only for a worker
 * that has named the feature, and for a result only where the call accepts it.
 *
 * @param array an {@link NdArray}, or an array whose elements are primitive
 * @param file where the bytes are, or {@code null} if they are to be in the message
 */
public record NumberArray(Object array, @Nullable FilePart file) {

	static final byte EXTENSION_TYPE = 40;

	/** Of the array around, dtype, and what stands before the bytes. */
	private static final int HEADER = 10;

	private static final int MOST_IN_FIXARRAY = 15;

	public NumberArray(Object array) {
		this(array, null);
	}

	/**
	 * Return whether a value can be written in this form. Bytes cannot: they are binary.
	 */
	public static boolean isNumbers(@Nullable Object value) {
		return value instanceof NdArray || (value != null && value.getClass().isArray() && !(value instanceof byte[])
				&& NumberType.of(value.getClass().getComponentType()) != null);
	}

	/**
	 * Have the arrays of numbers among the arguments of a call written in this form.
	 * @param arguments the arguments
	 * @return the same array where there is none among them
	 */
	public static @Nullable Object[] among(@Nullable Object[] arguments) {
		@Nullable Object[] changed = arguments;
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (argument != null && isNumbers(argument)) {
				changed = (changed == arguments) ? Arrays.copyOf(arguments, arguments.length, Object[].class) : changed;
				changed[i] = new NumberArray(argument);
			}
		}
		return changed;
	}

	/**
	 * Return whether a type is an array of numbers, of any dimensions.
	 */
	public static boolean isForm(Type type) {
		Class<?> component = (type instanceof Class<?> array) ? array.getComponentType() : null;
		while (component != null && component.isArray()) {
			component = component.getComponentType();
		}
		return type == NdArray.class || (component != null && NumberType.of(component) != null);
	}

	/**
	 * Return the numbers with their shape.
	 */
	public NdArray numbers() {
		if (this.array instanceof NdArray numbers) {
			return numbers;
		}
		if (this.array instanceof double[] doubles) {
			return NdArray.of(doubles);
		}
		if (this.array instanceof float[] floats) {
			return NdArray.of(floats);
		}
		if (this.array instanceof long[] longs) {
			return NdArray.of(longs);
		}
		if (this.array instanceof int[] ints) {
			return NdArray.of(ints);
		}
		if (this.array instanceof short[] shorts) {
			return NdArray.of(shorts);
		}
		if (this.array instanceof boolean[] booleans) {
			return NdArray.of(booleans);
		}
		throw new IllegalArgumentException("Not an array of numbers: " + this.array.getClass().getTypeName());
	}

	void writeTo(MessageBytes bytes, int maxValueSize) throws IOException {
		NdArray numbers = numbers();
		int[] shape = numbers.shape();
		MessagePacker packer = bytes.packer();
		if (this.file != null) {
			byte[] payload = FilePart.packed((inner) -> {
				inner.packArrayHeader(3).packString(numbers.dtype()).packArrayHeader(shape.length);
				for (int dimension : shape) {
					inner.packInt(dimension);
				}
				this.file.writeTo(inner);
			});
			packer.packExtensionTypeHeader(EXTENSION_TYPE, payload.length).writePayload(payload);
			return;
		}
		int shapeSize = ((shape.length <= MOST_IN_FIXARRAY) ? 1 : 3) + 5 * shape.length;
		long size = HEADER + shapeSize + numbers.byteSize();
		if (size > maxValueSize) {
			throw CodecFault.limit("max-value-size", size, maxValueSize);
		}
		packer.packExtensionTypeHeader(EXTENSION_TYPE, (int) size);
		packer.packArrayHeader(3).packString(numbers.dtype()).packArrayHeader(shape.length);
		int shapeHeader = shapeSize - 5 * shape.length;
		ByteBuffer buffer = bytes.append((int) (size - 5 - shapeHeader)).order(ByteOrder.BIG_ENDIAN);
		for (int dimension : shape) {
			buffer.put((byte) 0xce).putInt(dimension);
		}
		buffer.put((byte) 0xc6).putInt((int) numbers.byteSize());
		numbers.copyTo(0, buffer);
	}

}

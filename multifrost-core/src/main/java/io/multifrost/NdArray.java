package io.multifrost;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.NumberArrayReader;
import io.multifrost.internal.value.NumberType;

/**
 * Numbers of one type with a shape, such as an image, a matrix or a batch of them: what
 * NumPy calls an {@code ndarray}. As an argument of a call, or as its result, it travels
 * as it lies in memory where the worker knows that form, and as lists within each other
 * where it does not.
 * <p>
 * It is a description of elements that it does not copy: they must not be changed while a
 * call that has it as an argument runs. The last dimension is the one whose elements lie
 * beside each other. The description itself is immutable.
 */
public final class NdArray {

	private final NumberType type;

	private final int[] shape;

	/** An array of Java's, or the bytes. */
	private final Object elements;

	private NdArray(NumberType type, Object elements, int size, int[] shape) {
		this.type = type;
		this.elements = elements;
		this.shape = (shape.length == 0) ? new int[] { size } : shape.clone();
		long product = 1;
		for (int dimension : this.shape) {
			boolean sensible = dimension > 0 || (dimension == 0 && this.shape.length == 1);
			// What is beyond an int is too much, whatever follows
			product = (product <= Integer.MAX_VALUE && sensible) ? product * dimension : Long.MAX_VALUE;
		}
		if (product != size) {
			throw new IllegalArgumentException(
					"The shape " + Arrays.toString(shape) + " does not have the " + size + " elements that are given");
		}
	}

	private static NdArray of(Object array, int[] shape) {
		NumberType type = NumberType.of(array.getClass().getComponentType());
		if (type == null) {
			throw new IllegalArgumentException("Not an array of numbers: " + array.getClass().getTypeName());
		}
		return new NdArray(type, array, Array.getLength(array), shape);
	}

	/**
	 * Describe {@code double} elements, which NumPy calls {@code float64}.
	 * @param elements the elements
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the shape has another number of elements
	 */
	public static NdArray of(double[] elements, int... shape) {
		return of((Object) elements, shape);
	}

	/**
	 * Describe {@code float} elements, which NumPy calls {@code float32}.
	 * @param elements the elements
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the shape has another number of elements
	 */
	public static NdArray of(float[] elements, int... shape) {
		return of((Object) elements, shape);
	}

	/**
	 * Describe {@code long} elements, which NumPy calls {@code int64}.
	 * @param elements the elements
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the shape has another number of elements
	 */
	public static NdArray of(long[] elements, int... shape) {
		return of((Object) elements, shape);
	}

	/**
	 * Describe {@code int} elements, which NumPy calls {@code int32}.
	 * @param elements the elements
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the shape has another number of elements
	 */
	public static NdArray of(int[] elements, int... shape) {
		return of((Object) elements, shape);
	}

	/**
	 * Describe {@code short} elements, which NumPy calls {@code int16}.
	 * @param elements the elements
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the shape has another number of elements
	 */
	public static NdArray of(short[] elements, int... shape) {
		return of((Object) elements, shape);
	}

	/**
	 * Describe truth values.
	 * @param elements the elements
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the shape has another number of elements
	 */
	public static NdArray of(boolean[] elements, int... shape) {
		return of((Object) elements, shape);
	}

	/**
	 * Describe bytes from 0 to 255, the elements of the dtype {@code |u1}, of which
	 * images are made.
	 * @param elements the elements
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the shape has another number of elements
	 */
	public static NdArray of(byte[] elements, int... shape) {
		return new NdArray(NumberType.UINT8, elements, elements.length, shape);
	}

	/**
	 * Describe elements of any type that the protocol knows.
	 * @param dtype their type as NumPy writes it, for example {@code |u1}
	 * @param bytes the elements in little-endian order, from the buffer's position to its
	 * limit
	 * @param shape the sizes of the dimensions, none for one dimension
	 * @return the array
	 * @throws IllegalArgumentException if the dtype is unknown, or the shape has another
	 * number of elements
	 */
	public static NdArray of(String dtype, ByteBuffer bytes, int... shape) {
		NumberType type;
		try {
			type = NumberType.of(dtype);
		}
		catch (CodecFault ex) {
			throw new IllegalArgumentException("The dtype '" + dtype + "' is unknown", ex);
		}
		if (bytes.remaining() % type.size() != 0) {
			throw new IllegalArgumentException(
					bytes.remaining() + " bytes are no whole number of elements of the dtype '" + dtype + "'");
		}
		return new NdArray(type, bytes.slice(), bytes.remaining() / type.size(), shape);
	}

	/**
	 * Return the type of the elements.
	 * @return the type as NumPy writes it, for example {@code |u1}
	 */
	public String dtype() {
		return this.type.dtype();
	}

	/**
	 * Return the sizes of the dimensions.
	 * @return a copy, which has one entry at least
	 */
	public int[] shape() {
		return this.shape.clone();
	}

	/**
	 * Return how many elements there are.
	 * @return the product of the sizes of the dimensions
	 */
	public int size() {
		return (this.elements instanceof ByteBuffer bytes) ? bytes.remaining() / this.type.size()
				: Array.getLength(this.elements);
	}

	/**
	 * Return how many bytes the elements have.
	 * @return the number of bytes
	 */
	public long byteSize() {
		return (long) size() * this.type.size();
	}

	/**
	 * Return the elements as {@code double}.
	 * @return the array that this was made of where it is one, else a copy
	 * @throws ValueConversionException if one would not stay the same
	 */
	public double[] doubles() {
		return (double[]) elements(double[].class);
	}

	/**
	 * Return the elements as {@code float}.
	 * @return the array that this was made of where it is one, else a copy
	 * @throws ValueConversionException if one would not stay the same
	 */
	public float[] floats() {
		return (float[]) elements(float[].class);
	}

	/**
	 * Return the elements as {@code long}.
	 * @return the array that this was made of where it is one, else a copy
	 * @throws ValueConversionException if one would not stay the same
	 */
	public long[] longs() {
		return (long[]) elements(long[].class);
	}

	/**
	 * Return the elements as {@code int}.
	 * @return the array that this was made of where it is one, else a copy
	 * @throws ValueConversionException if one would not stay the same
	 */
	public int[] ints() {
		return (int[]) elements(int[].class);
	}

	/**
	 * Return elements of one byte: those of the dtype {@code |u1} from 128 on are
	 * negative.
	 * @return the array that this was made of where it is one, else a copy
	 * @throws ValueConversionException if one does not fit a byte
	 */
	public byte[] bytes() {
		return (byte[]) elements(byte[].class);
	}

	private Object elements(Class<?> array) {
		return array.isInstance(this.elements) ? this.elements : NumberArrayReader.convert(this.type, buffer(), array);
	}

	/**
	 * Return the bytes of the elements.
	 * @return a buffer in little-endian order that cannot be written to, of what this was
	 * made of where that is a buffer or bytes, else of a copy
	 * @throws IllegalStateException if there are more bytes than a buffer can have
	 */
	public ByteBuffer buffer() {
		ByteBuffer buffer;
		if (this.elements instanceof ByteBuffer bytes) {
			buffer = bytes.slice();
		}
		else if (this.elements instanceof byte[] bytes) {
			buffer = ByteBuffer.wrap(bytes);
		}
		else {
			if (byteSize() > Integer.MAX_VALUE - 8) {
				throw new IllegalStateException("A buffer cannot have " + byteSize() + " bytes");
			}
			buffer = ByteBuffer.allocate((int) byteSize());
			copyTo(0, buffer);
			buffer.flip();
		}
		return buffer.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Put elements in little-endian order, as many as there is room for.
	 * @param from the index of the first of them
	 * @param target where they are put, and which stands behind them then
	 */
	public void copyTo(int from, ByteBuffer target) {
		if (this.elements instanceof ByteBuffer bytes) {
			int size = this.type.size();
			int count = Math.min(size() - from, target.remaining() / size);
			target.put(bytes.slice(from * size, count * size));
			return;
		}
		ByteBuffer ordered = target.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		this.type.put(this.elements, from, ordered);
		target.position(ordered.position());
	}

	@Override
	public String toString() {
		return "NdArray " + dtype() + " " + Arrays.toString(this.shape);
	}

}

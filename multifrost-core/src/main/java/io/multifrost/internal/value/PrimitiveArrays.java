package io.multifrost.internal.value;

import java.io.IOException;
import java.lang.reflect.Array;

import org.msgpack.core.MessagePacker;

/**
 * Arrays of numbers and truth values, without an object for each element: what models and
 * measurements are made of. Bytes are not among them, since they are binary on the wire,
 * and neither are characters, which are strings.
 */
final class PrimitiveArrays {

	private PrimitiveArrays() {
	}

	static boolean isOne(Object value) {
		return value instanceof double[] || value instanceof long[] || value instanceof int[]
				|| value instanceof float[] || value instanceof short[] || value instanceof boolean[];
	}

	/**
	 * Write the elements of an array, after its header.
	 * @param array an array that {@link #isOne is one of these}
	 * @param bytes where to write
	 */
	static void write(Object array, MessageBytes bytes) throws IOException {
		MessagePacker output = bytes.packer();
		if (array instanceof double[] doubles) {
			bytes.reserve((1L + Double.BYTES) * doubles.length);
			for (double element : doubles) {
				output.packDouble(element);
			}
		}
		else if (array instanceof float[] floats) {
			bytes.reserve((1L + Float.BYTES) * floats.length);
			for (float element : floats) {
				output.packFloat(element);
			}
		}
		else if (array instanceof boolean[] booleans) {
			for (boolean element : booleans) {
				output.packBoolean(element);
			}
		}
		else if (array instanceof long[] longs) {
			for (long element : longs) {
				output.packLong(element);
			}
		}
		else if (array instanceof int[] ints) {
			for (int element : ints) {
				output.packLong(element);
			}
		}
		else {
			short[] shorts = (short[]) array;
			for (short element : shorts) {
				output.packLong(element);
			}
		}
	}

	/**
	 * Read the elements that have the usual form of the array's type, up to the first
	 * that has not.
	 * @param reader the reader, at an element
	 * @param array any array
	 * @param from the index of that element
	 * @return the index of the first element that was not read, at which the reader is
	 */
	static int fill(MsgpackReader reader, Object array, int from) {
		if (array instanceof double[] doubles) {
			return fill(reader, doubles, from);
		}
		if (array instanceof long[] || array instanceof int[] || array instanceof short[]) {
			return fillIntegers(reader, array, from);
		}
		return from;
	}

	private static int fill(MsgpackReader reader, double[] array, int from) {
		int index = from;
		while (index < array.length && reader.isNextFloat()) {
			array[index] = reader.readFloat();
			index++;
		}
		return index;
	}

	private static int fillIntegers(MsgpackReader reader, Object array, int from) {
		int index = from;
		int length = Array.getLength(array);
		while (index < length && reader.isNextLong()) {
			int start = reader.position();
			if (!set(array, index, reader.readLong())) {
				reader.position(start);
				return index;
			}
			index++;
		}
		return index;
	}

	private static boolean set(Object array, int index, long value) {
		if (array instanceof long[] longs) {
			longs[index] = value;
			return true;
		}
		if (array instanceof int[] ints) {
			ints[index] = (int) value;
			return ints[index] == value;
		}
		short[] shorts = (short[]) array;
		shorts[index] = (short) value;
		return shorts[index] == value;
	}

}

package io.multifrost.internal.value;

import java.io.IOException;
import java.lang.reflect.Array;

import org.msgpack.core.MessagePacker;

/**
 * How the table of {@link ValueTypes} writes and reads arrays of numbers and truth
 * values, without an object for each element: what models and measurements are made of.
 * Truth values alone are read one by one. Bytes are not among them, since they are binary
 * on the wire, and neither are characters, which are strings.
 */
final class PrimitiveArrays {

	private PrimitiveArrays() {
	}

	static void writeDoubles(Object array, MessageBytes bytes) throws IOException {
		double[] doubles = (double[]) array;
		bytes.reserve((1L + Double.BYTES) * doubles.length);
		MessagePacker output = bytes.packer();
		for (double element : doubles) {
			output.packDouble(element);
		}
	}

	static void writeFloats(Object array, MessageBytes bytes) throws IOException {
		float[] floats = (float[]) array;
		bytes.reserve((1L + Float.BYTES) * floats.length);
		MessagePacker output = bytes.packer();
		for (float element : floats) {
			output.packFloat(element);
		}
	}

	static void writeBooleans(Object array, MessageBytes bytes) throws IOException {
		MessagePacker output = bytes.packer();
		for (boolean element : (boolean[]) array) {
			output.packBoolean(element);
		}
	}

	static void writeLongs(Object array, MessageBytes bytes) throws IOException {
		MessagePacker output = bytes.packer();
		for (long element : (long[]) array) {
			output.packLong(element);
		}
	}

	static void writeInts(Object array, MessageBytes bytes) throws IOException {
		MessagePacker output = bytes.packer();
		for (int element : (int[]) array) {
			output.packLong(element);
		}
	}

	static void writeShorts(Object array, MessageBytes bytes) throws IOException {
		MessagePacker output = bytes.packer();
		for (short element : (short[]) array) {
			output.packLong(element);
		}
	}

	static int fillDoubles(MsgpackReader reader, Object array, int from) {
		double[] doubles = (double[]) array;
		int index = from;
		while (index < doubles.length && reader.isNextFloat()) {
			doubles[index] = reader.readFloat();
			index++;
		}
		return index;
	}

	static int fillFloats(MsgpackReader reader, Object array, int from) {
		float[] floats = (float[]) array;
		for (int index = from; index < floats.length; index++) {
			int start = reader.position();
			if (!reader.isNextFloat()) {
				return index;
			}
			double value = reader.readFloat();
			floats[index] = (float) value;
			if (Float.isInfinite(floats[index]) && !Double.isInfinite(value)) {
				reader.position(start);
				return index;
			}
		}
		return floats.length;
	}

	/**
	 * Return what reads integers.
	 * @param setter sets an element
	 */
	static Filler integers(Setter setter) {
		return (reader, array, from) -> {
			int length = Array.getLength(array);
			for (int index = from; index < length; index++) {
				int start = reader.position();
				if (!reader.isNextLong()) {
					return index;
				}
				if (!setter.set(array, index, reader.readLong())) {
					reader.position(start);
					return index;
				}
			}
			return length;
		};
	}

	static boolean setLong(Object array, int index, long value) {
		((long[]) array)[index] = value;
		return true;
	}

	static boolean setInt(Object array, int index, long value) {
		((int[]) array)[index] = (int) value;
		return (int) value == value;
	}

	static boolean setShort(Object array, int index, long value) {
		((short[]) array)[index] = (short) value;
		return (short) value == value;
	}

	/**
	 * Writes the elements of an array, after its header.
	 */
	interface Writer {

		void write(Object array, MessageBytes bytes) throws IOException;

	}

	/**
	 * Reads the elements that have the usual form of the array's type, up to the first
	 * that has not.
	 */
	interface Filler {

		/** For arrays whose elements are read one by one. */
		Filler NONE = (reader, array, from) -> from;

		/**
		 * Read elements.
		 * @param reader the reader, at an element
		 * @param array the array
		 * @param from the index of that element
		 * @return the index of the first element that was not read, at which the reader
		 * is
		 */
		int fill(MsgpackReader reader, Object array, int from);

	}

	/**
	 * Sets an element, and tells whether the value fits.
	 */
	interface Setter {

		boolean set(Object array, int index, long value);

	}

}

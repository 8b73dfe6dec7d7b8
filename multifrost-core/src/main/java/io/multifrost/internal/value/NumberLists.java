package io.multifrost.internal.value;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.multifrost.NdArray;

/**
 * Arrays of numbers as lists within each other, for a worker that knows no other form of
 * them.
 */
final class NumberLists {

	private NumberLists() {
	}

	static void write(NdArray numbers, ValueWriter output, int depth) throws IOException {
		write(NumberType.of(numbers.dtype()), numbers.shape(), 0, numbers.buffer(), output, depth);
	}

	private static void write(NumberType of, int[] shape, int dimension, ByteBuffer elements, ValueWriter output,
			int depth) throws IOException {
		output.beginArray(depth, shape[dimension]);
		int bytes = elements.remaining() / Math.max(shape[dimension], 1);
		for (int i = 0; i < shape[dimension]; i++) {
			if (dimension + 1 < shape.length) {
				ByteBuffer part = elements.slice(i * bytes, bytes).order(ByteOrder.LITTLE_ENDIAN);
				write(of, shape, dimension + 1, part, output, depth + 1);
			}
			else {
				output.write(of.get(elements, i * bytes), depth + 1);
			}
		}
	}

	/**
	 * Read an array of numbers in either form.
	 * @return the array, or {@code null} where it is something else; one of lists has
	 * integers if all of them are, else {@code double}
	 */
	static @Nullable Object read(MsgpackReader reader) {
		return switch (reader.peekType()) {
			case EXTENSION -> NumberArrayReader.read(reader, NdArray.class);
			case BINARY -> NdArray.of(reader.readBinary());
			case ARRAY -> ofLists(reader);
			default -> null;
		};
	}

	private static @Nullable Object ofLists(MsgpackReader reader) {
		List<Integer> shape = new ArrayList<>();
		int start = reader.position();
		do {
			shape.add(reader.readArrayHeader());
		}
		while (shape.get(shape.size() - 1) > 0 && reader.peekType() == WireType.ARRAY);
		reader.position(start);
		int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
		List<Number> numbers = new ArrayList<>();
		collect(reader, sizes, 0, numbers);
		if (!numbers.isEmpty() && numbers.stream().allMatch(Long.class::isInstance)) {
			return NdArray.of(numbers.stream().mapToLong(Number::longValue).toArray(), sizes);
		}
		double[] doubles = numbers.stream().mapToDouble(NumberLists::exactly).toArray();
		return (doubles.length > 0) ? NdArray.of(doubles, sizes) : NdArray.of(doubles);
	}

	private static double exactly(Number number) {
		Object found = ValueTypes.number(number, double.class);
		if (found == null) {
			throw CodecFault.of("is no array of numbers: " + number + " does not fit double");
		}
		return (Double) found;
	}

	private static void collect(MsgpackReader reader, int[] shape, int dimension, List<Number> numbers) {
		if (reader.peekType() != WireType.ARRAY || reader.readArrayHeader() != shape[dimension]) {
			throw CodecFault.of("is no array of numbers: its lists are not of one length");
		}
		for (int i = 0; i < shape[dimension]; i++) {
			if (dimension + 1 < shape.length) {
				collect(reader, shape, dimension + 1, numbers);
			}
			else if (reader.peekType() == WireType.INTEGER || reader.peekType() == WireType.FLOAT) {
				numbers.add(reader.readNumber());
			}
			else {
				throw CodecFault.of("is no array of numbers: it holds " + ValuePreview.typeAndText(reader));
			}
		}
	}

}

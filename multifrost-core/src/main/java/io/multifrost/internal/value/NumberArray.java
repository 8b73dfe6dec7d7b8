package io.multifrost.internal.value;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePacker;

/**
 * An array of numbers that is written as they lie in memory: as the extension
 * {@value #EXTENSION_TYPE}, which holds {@code [dtype, shape, binary]}. Only for a worker
 * that has named the feature, and for a result only where the call accepts it.
 *
 * @param array the array, whose elements are primitive
 */
public record NumberArray(Object array) {

	static final byte EXTENSION_TYPE = 40;

	/** Of the array around, dtype, shape and what stands before the bytes. */
	private static final int HEADER = 16;

	private static final String MALFORMED = "is an array of numbers (extension type " + EXTENSION_TYPE
			+ ") that is malformed: ";

	/** Of an array of NumPy 1. */
	private static final int MAX_DIMENSIONS = 32;

	/**
	 * Have the arrays of numbers among the arguments of a call written in this form.
	 * Bytes are not among them: they are binary.
	 * @param arguments the arguments
	 * @return the same array where there is none among them
	 */
	public static @Nullable Object[] among(@Nullable Object[] arguments) {
		@Nullable Object[] changed = arguments;
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (argument != null && argument.getClass().isArray() && !(argument instanceof byte[])
					&& NumberType.of(argument.getClass().getComponentType()) != null) {
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
		return component != null && NumberType.of(component) != null;
	}

	void writeTo(MessageBytes bytes, int maxValueSize) throws IOException {
		NumberType type = type(this.array.getClass());
		int length = Array.getLength(this.array);
		long size = (long) type.size() * length;
		if (HEADER + size > maxValueSize) {
			throw CodecFault.limit("max-value-size", HEADER + size, maxValueSize);
		}
		MessagePacker packer = bytes.packer();
		packer.packExtensionTypeHeader(EXTENSION_TYPE, (int) (HEADER + size));
		packer.packArrayHeader(3);
		packer.packString(type.dtype());
		ByteBuffer buffer = bytes.append((int) (HEADER - 5 + size)).order(ByteOrder.BIG_ENDIAN);
		buffer.put((byte) 0x91).put((byte) 0xce).putInt(length);
		buffer.put((byte) 0xc6).putInt((int) size);
		type.put(this.array, buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
	}

	private static NumberType type(Class<?> array) {
		NumberType type = NumberType.of(array.getComponentType());
		if (type == null) {
			throw new IllegalArgumentException("Not an array of numbers: " + array.getTypeName());
		}
		return type;
	}

	/**
	 * Read an extension value, which has to be next.
	 * @param reader the reader
	 * @param type the class of an array
	 * @return the array, or {@code null} where it is another extension, or another number
	 * of dimensions
	 */
	static @Nullable Object read(MsgpackReader reader, Class<?> type) {
		ExtensionTypeHeader header = reader.readExtensionHeader();
		return (header.getType() == EXTENSION_TYPE) ? parse(reader.readPart(header.getLength()), type) : null;
	}

	private static @Nullable Object parse(EncodedValue payload, Class<?> type) {
		checkForm(payload);
		MsgpackReader reader = MsgpackReader.of(payload);
		reader.readArrayHeader();
		NumberType of = NumberType.of(reader.readString());
		int dimensions = reader.readArrayHeader();
		if (dimensions > MAX_DIMENSIONS) {
			throw CodecFault.of(MALFORMED + "it has " + dimensions + " dimensions, of at most " + MAX_DIMENSIONS);
		}
		int[] shape = new int[dimensions];
		for (int i = 0; i < shape.length; i++) {
			shape[i] = dimension(reader, shape.length);
		}
		ByteBuffer elements = reader.readBinaryBuffer().order(ByteOrder.LITTLE_ENDIAN);
		checkSize(of, shape, elements.remaining());
		Class<?> component = type.getComponentType();
		for (int i = 1; i < shape.length; i++) {
			component = (component != null) ? component.getComponentType() : null;
		}
		return (component != null && !component.isArray()) ? array(type, of, shape, 0, elements) : null;
	}

	/**
	 * What is within an extension has not been looked over with the message.
	 */
	private static void checkForm(EncodedValue payload) {
		try {
			MsgpackScanner scanner = new MsgpackScanner(payload.array(), payload.offset(), payload.length());
			boolean array = scanner.peekType() == WireType.ARRAY && scanner.readArrayHeader() == 3;
			boolean known = array && isNext(scanner, WireType.STRING) && isNext(scanner, WireType.ARRAY)
					&& isNext(scanner, WireType.BINARY);
			if (!known || scanner.remaining() > 0) {
				throw CodecFault.of("it must hold [dtype, shape, binary]");
			}
		}
		catch (CodecFault ex) {
			throw CodecFault.of(MALFORMED + ex.getMessage());
		}
	}

	private static boolean isNext(MsgpackScanner scanner, WireType type) {
		boolean is = scanner.peekType() == type;
		scanner.skipBeyondLimits();
		return is;
	}

	private static int dimension(MsgpackReader reader, int dimensions) {
		long size = reader.isNextLong() ? reader.readLong() : -1;
		// Of nothing there may be any number: only in one dimension this costs nothing
		if (size < ((dimensions > 1) ? 1 : 0) || size > Integer.MAX_VALUE) {
			throw CodecFault.of(MALFORMED + "its shape must hold positive integers");
		}
		return (int) size;
	}

	private static void checkSize(NumberType type, int[] shape, int bytes) {
		long size = type.size();
		for (int dimension : shape) {
			// What is beyond an int is too much, whatever follows
			size = (size <= Integer.MAX_VALUE) ? size * dimension : size;
		}
		if (shape.length == 0 || size != bytes) {
			throw CodecFault.of(MALFORMED + "the shape " + Arrays.toString(shape) + " of '" + type.dtype()
					+ "' does not have " + bytes + " bytes");
		}
	}

	private static Object array(Class<?> type, NumberType of, int[] shape, int dimension, ByteBuffer elements) {
		Class<?> component = type.getComponentType();
		Object array = Array.newInstance(component, shape[dimension]);
		int bytes = elements.remaining() / Math.max(shape[dimension], 1);
		if (!component.isArray() && of.get(array, elements)) {
			return array;
		}
		for (int i = 0; i < shape[dimension]; i++) {
			try {
				Array.set(array, i,
						component.isArray()
								? array(component, of, shape, dimension + 1,
										elements.slice(i * bytes, bytes).order(ByteOrder.LITTLE_ENDIAN))
								: element(component, of, of.get(elements, i * bytes)));
			}
			catch (CodecFault ex) {
				throw ex.within(i);
			}
		}
		return array;
	}

	private static Object element(Class<?> component, NumberType of, Object element) {
		Object fitting = (element instanceof Number number) ? ValueTypes.number(number, component)
				: ((component == boolean.class) ? element : null);
		if (fitting == null) {
			throw CodecFault.of("is " + of.describe(element) + ", which does not fit " + component.getName());
		}
		return fitting;
	}

}

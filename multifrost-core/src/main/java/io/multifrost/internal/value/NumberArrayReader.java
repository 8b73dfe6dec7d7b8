package io.multifrost.internal.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;

import io.multifrost.CodecLimits;
import io.multifrost.NdArray;

/**
 * Reads {@linkplain NumberArray arrays of numbers}, whose bytes are in the message or in
 * a file.
 */
public final class NumberArrayReader {

	private static final String MALFORMED = "is an array of numbers (extension type " + NumberArray.EXTENSION_TYPE
			+ ") that is malformed: ";

	/** Of an array of NumPy 1. */
	private static final int MAX_DIMENSIONS = 32;

	/** What is made here has been within the limits already. */
	private static final CodecLimits NO_LIMITS = new CodecLimits(Integer.MAX_VALUE - 16, Integer.MAX_VALUE - 16,
			Integer.MAX_VALUE - 16, MAX_DIMENSIONS + 1);

	private final FilePart.Source files;

	private final NumberType of;

	private final int[] shape;

	private final @Nullable ByteBuffer elements;

	private final @Nullable FilePart file;

	private NumberArrayReader(EncodedValue payload, FilePart.Source files) {
		checkForm(payload);
		this.files = files;
		MsgpackReader reader = MsgpackReader.of(payload);
		reader.readArrayHeader();
		this.of = NumberType.of(reader.readString());
		int dimensions = reader.readArrayHeader();
		if (dimensions > MAX_DIMENSIONS) {
			throw CodecFault.of(MALFORMED + "it has " + dimensions + " dimensions, of at most " + MAX_DIMENSIONS);
		}
		this.shape = new int[dimensions];
		for (int i = 0; i < dimensions; i++) {
			this.shape[i] = dimension(reader, dimensions);
		}
		if (reader.peekType() == WireType.BINARY) {
			this.file = null;
			this.elements = reader.readBinaryBuffer().order(ByteOrder.LITTLE_ENDIAN);
			checkSize(this.elements.remaining());
		}
		else {
			this.elements = null;
			this.file = FilePart.read(reader);
			checkSize(this.file.length());
		}
	}

	/**
	 * Return whether the next value is an array of numbers.
	 */
	public static boolean isNext(MsgpackReader reader) {
		return reader.peekType() == WireType.EXTENSION
				&& reader.scanner().readExtensionType() == NumberArray.EXTENSION_TYPE;
	}

	/**
	 * Read an extension value, which has to be next.
	 * @param reader the reader
	 * @param type {@link NdArray}, or the class of an array
	 * @return the array, or {@code null} where it is another extension, or another number
	 * of dimensions
	 */
	static @Nullable Object read(MsgpackReader reader, Class<?> type) {
		ExtensionTypeHeader header = reader.readExtensionHeader();
		EncodedValue payload = reader.readPart(header.getLength());
		if (header.getType() == FilePart.EXTENSION_TYPE && type == byte[].class) {
			return FilePart.parse(payload).readFrom(reader.files());
		}
		if (header.getType() != NumberArray.EXTENSION_TYPE) {
			return null;
		}
		NumberArrayReader array = new NumberArrayReader(payload, reader.files());
		return (type == NdArray.class) ? array.numbers() : array.array(type);
	}

	/**
	 * Read the next value, which is an array of numbers, as the lists that it stands for.
	 * @return a reader of these lists
	 */
	static MsgpackReader readLists(MsgpackReader reader) {
		try {
			ValueWriter lists = new ValueWriter(NO_LIMITS, reader.mapper());
			lists.write(read(reader, NdArray.class), 0);
			byte[] bytes = lists.finish();
			return MsgpackReader.of(new EncodedValue(bytes, 0, bytes.length), reader.mapper(), FilePart.Source.NONE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Memory cannot fail to be written", ex);
		}
	}

	/**
	 * What is within an extension has not been looked over with the message.
	 */
	private static void checkForm(EncodedValue payload) {
		try {
			MsgpackScanner scanner = new MsgpackScanner(payload.array(), payload.offset(), payload.length());
			boolean array = scanner.peekType() == WireType.ARRAY && scanner.readArrayHeader() == 3;
			boolean known = array && isNext(scanner, WireType.STRING) && isNext(scanner, WireType.ARRAY)
					&& (scanner.peekType() == WireType.EXTENSION || scanner.peekType() == WireType.BINARY);
			if (known) {
				scanner.skipBeyondLimits();
			}
			if (!known || scanner.remaining() > 0) {
				throw CodecFault.of("it must hold [dtype, shape, binary]");
			}
		}
		catch (CodecFault ex) {
			throw CodecFault.of(MALFORMED + ex.getMessage());
		}
	}

	static boolean isNext(MsgpackScanner scanner, WireType type) {
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

	private void checkSize(long bytes) {
		long size = this.of.size();
		for (int dimension : this.shape) {
			// What is beyond is too much for any array, whatever follows
			size = (size <= (long) Integer.MAX_VALUE * this.of.size()) ? size * dimension : size;
		}
		if (this.shape.length == 0 || size != bytes) {
			throw CodecFault.of(MALFORMED + "the shape " + Arrays.toString(this.shape) + " of '" + this.of.dtype()
					+ "' does not have " + bytes + " bytes");
		}
	}

	private NdArray numbers() {
		return switch (this.of) {
			case FLOAT64 -> NdArray.of((double[]) all(double.class), this.shape);
			case FLOAT32 -> NdArray.of((float[]) all(float.class), this.shape);
			case INT64 -> NdArray.of((long[]) all(long.class), this.shape);
			case INT32 -> NdArray.of((int[]) all(int.class), this.shape);
			case INT16 -> NdArray.of((short[]) all(short.class), this.shape);
			case UINT8 -> NdArray.of((byte[]) all(byte.class), this.shape);
			default -> NdArray.of(this.of.dtype(), ByteBuffer.wrap((byte[]) copy(byte.class, 1)), this.shape);
		};
	}

	private @Nullable Object array(Class<?> type) {
		if (this.shape.length == 1 && this.of.fits(type)) {
			return all(type.getComponentType());
		}
		Class<?> component = type.getComponentType();
		for (int i = 1; i < this.shape.length; i++) {
			component = (component != null) ? component.getComponentType() : null;
		}
		if (component == null || component.isArray()) {
			return null;
		}
		ByteBuffer bytes = (this.elements != null) ? this.elements
				: ByteBuffer.wrap((byte[]) copy(byte.class, 1)).order(ByteOrder.LITTLE_ENDIAN);
		return array(type, this.of, this.shape, 0, bytes);
	}

	/**
	 * Return the elements one after another, in an array that holds them as they lie
	 * here.
	 */
	private Object all(Class<?> component) {
		return copy(component, this.of.size());
	}

	private Object copy(Class<?> component, int size) {
		NumberType type = (size == 1) ? NumberType.UINT8 : this.of;
		if (this.file == null) {
			ByteBuffer bytes = Objects.requireNonNull(this.elements);
			Object array = Array.newInstance(component, bytes.remaining() / size);
			type.get(array, 0, bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
			return array;
		}
		if (this.file.length() / size > Integer.MAX_VALUE - 16) {
			throw CodecFault.of("has more elements than an array of Java's can have");
		}
		Pieces pieces = new Pieces(type, component, (int) (this.file.length() / size));
		this.files.read(this.file, pieces);
		return pieces.array();
	}

	private static Object array(Class<?> type, NumberType of, int[] shape, int dimension, ByteBuffer elements) {
		Class<?> component = type.getComponentType();
		Object array = Array.newInstance(component, shape[dimension]);
		int bytes = elements.remaining() / Math.max(shape[dimension], 1);
		if (!component.isArray() && of.fits(type)) {
			of.get(array, 0, elements);
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

	/**
	 * Convert numbers to an array of one dimension.
	 * @param of their type
	 * @param elements the elements, in little-endian order
	 * @param type the class of the array
	 * @return the array
	 * @throws io.multifrost.ValueConversionException if one does not stay the same
	 */
	public static Object convert(NumberType of, ByteBuffer elements, Class<?> type) {
		try {
			return array(type, of, new int[] { elements.remaining() / of.size() }, 0, elements);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException("element");
		}
	}

	/**
	 * Takes the pieces of a file. The array is made with the first of them: until then
	 * its length is a claim.
	 */
	private static final class Pieces implements Consumer<ByteBuffer> {

		private final NumberType type;

		private final Class<?> component;

		private final int length;

		private @Nullable Object array;

		private int next;

		Pieces(NumberType type, Class<?> component, int length) {
			this.type = type;
			this.component = component;
			this.length = length;
		}

		@Override
		public void accept(ByteBuffer piece) {
			int count = piece.remaining() / this.type.size();
			this.type.get(array(), this.next, piece);
			this.next += count;
		}

		Object array() {
			Object made = (this.array != null) ? this.array : Array.newInstance(this.component, this.length);
			this.array = made;
			return made;
		}

	}

}

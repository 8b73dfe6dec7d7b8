package io.multifrost.internal.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.ArrayBufferInput;

/**
 * Reads values that a {@link MsgpackScanner} has checked before. It can go back to any
 * value, since a value that does not fit its type is shown in the message. Not safe for
 * use by several threads.
 */
public final class MsgpackReader {

	private static final byte[] NOTHING = {};

	private static final int NIL = 0xc0;

	private static final int UINT64 = 0xcf;

	private final ArrayBufferInput input;

	private final MessageUnpacker unpacker;

	private byte[] array;

	private int end;

	/** Where the unpacker began to read. */
	private int begin;

	private final JacksonMapper mapper;

	private FilePart.Source files = FilePart.Source.NONE;

	/**
	 * Create a reader that is given bytes later.
	 */
	public MsgpackReader() {
		this(NOTHING, 0, 0, JacksonMapper.STANDARD);
	}

	private MsgpackReader(byte[] array, int offset, int length, JacksonMapper mapper) {
		this.mapper = mapper;
		this.array = array;
		this.begin = offset;
		this.end = offset + length;
		this.input = Msgpack.input(array, offset, length);
		this.unpacker = Msgpack.unpacker(this.input);
	}

	/**
	 * Create a reader of one value.
	 * @param mapper makes records and beans
	 * @param files where parts of the value may be
	 */
	public static MsgpackReader of(EncodedValue value, JacksonMapper mapper, FilePart.Source files) {
		MsgpackReader reader = new MsgpackReader(value.array(), value.offset(), value.length(), mapper);
		reader.files = files;
		return reader;
	}

	public static MsgpackReader of(EncodedValue value) {
		return of(value, JacksonMapper.STANDARD, FilePart.Source.NONE);
	}

	JacksonMapper mapper() {
		return this.mapper;
	}

	FilePart.Source files() {
		return this.files;
	}

	/**
	 * Read other bytes from now on, from their beginning.
	 * @param array the bytes
	 */
	public void reset(byte[] array) {
		this.array = array;
		this.end = array.length;
		moveTo(0);
	}

	/** Return a scanner of what is to be read. */
	MsgpackScanner scanner() {
		int position = position();
		return new MsgpackScanner(this.array, position, this.end - position);
	}

	public int position() {
		return this.begin + (int) this.unpacker.getTotalReadBytes();
	}

	public void position(int position) {
		if (position != position()) {
			moveTo(position);
		}
	}

	private void moveTo(int position) {
		this.input.reset(this.array, position, this.end - position);
		read(() -> this.unpacker.reset(this.input));
		this.begin = position;
	}

	public WireType peekType() {
		return WireType.of(this.array[position()] & 0xff);
	}

	/**
	 * Tell whether the next value is nil. The Node.js library writes {@code undefined} as
	 * extension type 0 with one zero byte; a function that returns nothing gives that.
	 */
	public boolean isNextNil() {
		int position = position();
		int head = this.array[position] & 0xff;
		return head == NIL || (head == 0xd4 && this.array[position + 1] == 0 && this.array[position + 2] == 0);
	}

	boolean isNextFloat() {
		return peekType() == WireType.FLOAT;
	}

	/**
	 * Tell whether the next value is an integer that a long holds whatever it is.
	 */
	public boolean isNextLong() {
		int position = position();
		int head = this.array[position] & 0xff;
		return (head == UINT64) ? this.array[position + 1] >= 0 : WireType.of(head) == WireType.INTEGER;
	}

	public void skip() {
		try {
			this.unpacker.skipValue();
		}
		catch (IOException ex) {
			throw unexpected(ex);
		}
	}

	public int readArrayHeader() {
		return read(() -> this.unpacker.unpackArrayHeader());
	}

	public int readMapHeader() {
		return read(() -> this.unpacker.unpackMapHeader());
	}

	boolean readBoolean() {
		return read(() -> this.unpacker.unpackBoolean());
	}

	/**
	 * Read a string.
	 * @throws CodecFault if it is not UTF-8
	 */
	public String readString() {
		int length = skipText();
		return Utf8.decode(this.array, position() - length, length);
	}

	/**
	 * Read a string that is meant for people.
	 * @return the string, with replacement characters for what is not UTF-8
	 */
	public String readLenientString() {
		int length = skipText();
		return Utf8.decodeLeniently(this.array, position() - length, length);
	}

	/**
	 * Read the beginning of a string.
	 * @param most the most bytes to take from it; they may end within a character
	 */
	String readStart(int most) {
		int length = skipText();
		return Utf8.decodeLeniently(this.array, position() - length, Math.min(length, most));
	}

	/**
	 * A string is made from the bytes as they are: a decoder of the unpacker's would take
	 * 16 KB.
	 * @return the number of bytes of the text
	 */
	private int skipText() {
		return read(() -> {
			int length = this.unpacker.unpackRawStringHeader();
			this.unpacker.readPayloadAsReference(length);
			return length;
		});
	}

	public byte[] readBinary() {
		return readPayload(read(() -> this.unpacker.unpackBinaryHeader()));
	}

	/**
	 * Read an extension value up to its bytes, which are to be
	 * {@linkplain #readPayload(int) read} next.
	 */
	public ExtensionTypeHeader readExtensionHeader() {
		return read(() -> this.unpacker.unpackExtensionTypeHeader());
	}

	/**
	 * Take the bytes of an extension value as they are. They share those of this reader,
	 * and were not looked over by the scanner.
	 */
	public EncodedValue readPart(int size) {
		return read(() -> {
			this.unpacker.readPayloadAsReference(size);
			return new EncodedValue(this.array, position() - size, size);
		});
	}

	/** Read a binary value without copying it. */
	ByteBuffer readBinaryBuffer() {
		EncodedValue bytes = readPart(read(() -> this.unpacker.unpackBinaryHeader()));
		return ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length()).slice();
	}

	byte[] readPayload(int size) {
		// The unpacker's own copy is made in an array that Java clears before.
		EncodedValue part = readPart(size);
		return Arrays.copyOfRange(part.array(), part.offset(), part.offset() + size);
	}

	/**
	 * Take one value as it is. It shares the bytes of this reader.
	 */
	public EncodedValue readEncoded() {
		int start = position();
		skip();
		return new EncodedValue(this.array, start, position() - start);
	}

	/**
	 * Read a number, as a {@link BigInteger} only where it takes one.
	 */
	public Number readNumber() {
		if (isNextLong()) {
			return readLong();
		}
		if (isNextFloat()) {
			return readFloat();
		}
		return read(this.unpacker::unpackBigInteger);
	}

	/** Read a floating point number, which has to be next. */
	public double readFloat() {
		try {
			return this.unpacker.unpackDouble();
		}
		catch (IOException ex) {
			throw unexpected(ex);
		}
	}

	/** Read an integer, which {@linkplain #isNextLong() has to be next}. */
	public long readLong() {
		try {
			return this.unpacker.unpackLong();
		}
		catch (IOException ex) {
			throw unexpected(ex);
		}
	}

	private static <T> T read(Part<T> part) {
		try {
			return part.read();
		}
		catch (IOException ex) {
			throw unexpected(ex);
		}
	}

	/** What is read is in memory. */
	private static UncheckedIOException unexpected(IOException ex) {
		return new UncheckedIOException("An array cannot fail to be read", ex);
	}

	private interface Part<T> {

		T read() throws IOException;

	}

}

package io.multifrost.message;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Writes MessagePack into an array that begins small and grows, and stops at the limit.
 * Each value takes the shortest of its forms.
 */
final class MsgpackWriter {

	/** Enough for most calls. */
	private static final int INITIAL_SIZE = 1024;

	/** From here on a value is worth an array of its very size. */
	private static final int LARGE = 64 * 1024;

	private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

	/**
	 * The array in which the thread's next message is written. It is taken out meanwhile,
	 * since a value may run code that writes another message.
	 */
	private static final ThreadLocal<byte @Nullable []> spare = new ThreadLocal<>();

	private final CodecLimits limits;

	private byte[] array;

	private int size;

	MsgpackWriter(CodecLimits limits) {
		this.limits = limits;
		byte[] spared = spare.get();
		this.array = (spared != null) ? spared : new byte[INITIAL_SIZE];
		spare.set(null);
	}

	/**
	 * Return what was written. Nothing can be written afterwards.
	 * @return an array that nobody else has
	 */
	byte[] finish() {
		if (this.array.length == INITIAL_SIZE) {
			spare.set(this.array);
			return Arrays.copyOf(this.array, this.size);
		}
		return (this.size == this.array.length) ? this.array : Arrays.copyOf(this.array, this.size);
	}

	void writeNil() {
		header(0xc0);
	}

	void writeBoolean(boolean value) {
		header(value ? 0xc3 : 0xc2);
	}

	void writeLong(long value) {
		if (value >= 0) {
			writeUnsigned(value);
		}
		else if (value >= -32) {
			header((int) value);
		}
		else if (value >= Byte.MIN_VALUE) {
			header(0xd0, value, 1);
		}
		else if (value >= Short.MIN_VALUE) {
			header(0xd1, value, 2);
		}
		else if (value >= Integer.MIN_VALUE) {
			header(0xd2, value, 4);
		}
		else {
			header(0xd3, value, 8);
		}
	}

	private void writeUnsigned(long value) {
		if (value < 0x80) {
			header((int) value);
		}
		else if (value < 0x100) {
			header(0xcc, value, 1);
		}
		else if (value < 0x1_0000) {
			header(0xcd, value, 2);
		}
		else if (value < 0x1_0000_0000L) {
			header(0xce, value, 4);
		}
		else {
			header(0xcf, value, 8);
		}
	}

	/**
	 * Write an integer.
	 * @param value an integer from -2^63 to 2^64-1
	 */
	void writeBigInteger(BigInteger value) {
		if (value.bitLength() < Long.SIZE) {
			writeLong(value.longValue());
		}
		else {
			header(0xcf, value.longValue(), 8);
		}
	}

	void writeFloat(float value) {
		header(0xca, Float.floatToRawIntBits(value), 4);
	}

	void writeDouble(double value) {
		header(0xcb, Double.doubleToRawLongBits(value), 8);
	}

	void writeStringHeader(int length) {
		if (length < 32) {
			header(0xa0 | length);
		}
		else {
			sizedHeader(0xd9, length);
		}
	}

	void writeBinaryHeader(int length) {
		sizedHeader(0xc4, length);
	}

	void writeArrayHeader(int elements) {
		countedHeader(0x90, 0xdc, elements);
	}

	void writeMapHeader(int entries) {
		countedHeader(0x80, 0xde, entries);
	}

	private void sizedHeader(int first, int length) {
		if (length < 0x100) {
			header(first, length, 1);
		}
		else if (length < 0x1_0000) {
			header(first + 1, length, 2);
		}
		else {
			header(first + 2, length, 4);
		}
	}

	private void countedHeader(int fixed, int first, int count) {
		if (count < 16) {
			header(fixed | count);
		}
		else if (count < 0x1_0000) {
			header(first, count, 2);
		}
		else {
			header(first + 1, count, 4);
		}
	}

	void writeTimestamp(Instant instant) {
		long seconds = instant.getEpochSecond();
		long nanos = instant.getNano();
		if (seconds >>> 34 != 0) {
			header(0xc7, (12 << Byte.SIZE) | (Timestamps.EXTENSION_TYPE & 0xff), 2);
			number(nanos, 4);
			number(seconds, 8);
		}
		else if (nanos != 0 || seconds >>> Integer.SIZE != 0) {
			header(0xd7, Timestamps.EXTENSION_TYPE, 1);
			number((nanos << 34) | seconds, 8);
		}
		else {
			header(0xd6, Timestamps.EXTENSION_TYPE, 1);
			number(seconds, 4);
		}
	}

	/**
	 * Write a short string with its header, if it is of ASCII alone.
	 * @param text the string
	 * @return whether it was written
	 */
	boolean writeShortAscii(String text) {
		int length = text.length();
		if (length >= 0x100) {
			return false;
		}
		int begin = this.size;
		writeStringHeader(length);
		ensureRoom(length);
		for (int i = 0; i < length; i++) {
			char character = text.charAt(i);
			if (character >= 0x80) {
				this.size = begin;
				return false;
			}
			this.array[this.size] = (byte) character;
			this.size++;
		}
		return true;
	}

	/**
	 * Write bytes as they are: what follows a header, or a value that is encoded already.
	 * @param bytes the bytes
	 * @param offset the index of the first
	 * @param length their number
	 */
	void writeRaw(byte[] bytes, int offset, int length) {
		ensureRoom(length);
		System.arraycopy(bytes, offset, this.array, this.size, length);
		this.size += length;
	}

	/**
	 * Write bytes as they are, without changing the buffer.
	 * @param bytes the bytes
	 */
	void writeRaw(ByteBuffer bytes) {
		int length = bytes.remaining();
		ensureRoom(length);
		bytes.duplicate().get(this.array, this.size, length);
		this.size += length;
	}

	/**
	 * Write all that a stream has as a binary, straight into the message. Since the
	 * length is known at the end only, it takes the longest of the headers.
	 * @param stream the stream, which is read to its end and not closed
	 * @throws IOException if the stream cannot be read
	 */
	void writeBinary(InputStream stream) throws IOException {
		header(0xc6, 0, Integer.BYTES);
		int begin = this.size;
		int read = 0;
		while (read >= 0) {
			this.size += read;
			CodecFault.checkValueSize(this.size - begin, this.limits);
			ensureRoom(1);
			read = stream.read(this.array, this.size, this.array.length - this.size);
		}
		int end = this.size;
		this.size = begin - Integer.BYTES;
		number(end - begin, Integer.BYTES);
		this.size = end;
	}

	private void header(int type) {
		ensureRoom(1);
		this.array[this.size] = (byte) type;
		this.size++;
	}

	private void header(int type, long value, int bytes) {
		header(type);
		number(value, bytes);
	}

	private void number(long value, int bytes) {
		ensureRoom(bytes);
		for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
			this.array[this.size] = (byte) (value >>> shift);
			this.size++;
		}
	}

	/**
	 * Make room for what is written next, so that it need not be made bit by bit.
	 * @param bytes how many bytes that will be
	 */
	void reserve(long bytes) {
		// What is beyond the limit of a message is refused, whatever is beyond an int.
		ensureRoom((int) Math.min(bytes, Integer.MAX_VALUE));
	}

	private void ensureRoom(int more) {
		long needed = (long) this.size + more;
		if (needed > this.limits.maxMessageSize()) {
			throw CodecFault.messageSize(needed, this.limits);
		}
		if (needed > this.array.length) {
			// What is large mostly comes last, and then fits without another copy.
			boolean exact = more >= LARGE && more >= this.size;
			long grown = exact ? needed : Math.max(needed, 2L * this.array.length);
			this.array = Arrays.copyOf(this.array, (int) Math.min(grown, MAX_ARRAY));
		}
	}

}

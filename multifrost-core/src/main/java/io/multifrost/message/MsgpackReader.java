package io.multifrost.message;

import java.math.BigInteger;

/**
 * A cursor over MessagePack bytes.
 * <p>
 * It is our own for three reasons: every header is checked against the limits and against
 * the bytes that are left before anything is allocated; arguments and results are taken
 * as slices, without a copy; and it costs a few dozen bytes, where a
 * {@code MessageUnpacker} takes 17 KB, or has to be bound to a thread.
 * <p>
 * All methods throw {@link CodecFault} where the bytes are malformed or beyond a limit.
 */
final class MsgpackReader {

	static final int NIL = 0xc0;

	static final int FALSE = 0xc2;

	static final int TRUE = 0xc3;

	static final int FLOAT32 = 0xca;

	static final int FLOAT64 = 0xcb;

	static final int UINT64 = 0xcf;

	private byte[] array;

	private int end;

	private final CodecLimits limits;

	private int position;

	MsgpackReader(byte[] array, int offset, int length, CodecLimits limits) {
		this.array = array;
		this.position = offset;
		this.end = offset + length;
		this.limits = limits;
	}

	/**
	 * Read other bytes from now on, from their beginning.
	 * @param array the bytes
	 */
	void reset(byte[] array) {
		this.array = array;
		this.position = 0;
		this.end = array.length;
	}

	/**
	 * Read a value that was checked before, and so needs no limits but those of its
	 * bytes.
	 * @param value the value
	 * @return a reader that stands before the value
	 */
	static MsgpackReader of(EncodedValue value) {
		return new MsgpackReader(value.array(), value.offset(), value.length(), Unlimited.LIMITS);
	}

	int position() {
		return this.position;
	}

	void position(int position) {
		this.position = position;
	}

	int remaining() {
		return this.end - this.position;
	}

	byte[] array() {
		return this.array;
	}

	/**
	 * Return another reader at the same place, with no limit but the bytes that are
	 * there.
	 * @return the reader
	 */
	MsgpackReader withoutLimits() {
		return new MsgpackReader(this.array, this.position, remaining(), Unlimited.LIMITS);
	}

	/**
	 * Return the first byte of the next value without moving.
	 * @return the byte, from 0 to 255
	 */
	int peek() {
		require(1);
		return this.array[this.position] & 0xff;
	}

	WireType peekType() {
		return WireType.of(peek());
	}

	/**
	 * Tell whether the next value is nil. The Node.js library writes {@code undefined} as
	 * extension type 0 with one zero byte; a function that returns nothing gives that.
	 * @return whether it is nil
	 */
	boolean isNextNil() {
		int head = peek();
		return head == NIL || (head == 0xd4 && remaining() >= 3 && this.array[this.position + 1] == 0
				&& this.array[this.position + 2] == 0);
	}

	/**
	 * Move past one value, checking all of it.
	 * @param depth the levels of arrays and maps around the value
	 */
	void skip(int depth) {
		ValueSkipper.skip(this, depth, this.limits);
	}

	/**
	 * Move past bytes that were announced.
	 * @param size the number of bytes
	 */
	void skipBytes(int size) {
		require(size);
		this.position += size;
	}

	/**
	 * Read the header of an array.
	 * @return the number of elements, which is at most the number of bytes left
	 */
	int readArrayHeader() {
		int head = next();
		long count = switch (head) {
			case 0xdc -> readUnsigned(2);
			case 0xdd -> readUnsigned(4);
			default -> head & 0x0f;
		};
		return checkCount(count, count, "array");
	}

	/**
	 * Read the header of a map.
	 * @return the number of entries, which is at most half the number of bytes left
	 */
	int readMapHeader() {
		int head = next();
		long count = switch (head) {
			case 0xde -> readUnsigned(2);
			case 0xdf -> readUnsigned(4);
			default -> head & 0x0f;
		};
		return checkCount(count, 2 * count, "map");
	}

	private int checkCount(long count, long leastBytes, String type) {
		if (leastBytes > remaining()) {
			throw CodecFault.of("announces " + type + " of " + count + " where " + remaining() + " bytes are left");
		}
		CodecFault.checkEntries(count, this.limits);
		return (int) count;
	}

	/**
	 * Read the header of a string.
	 * @return the number of bytes that follow, which are there
	 */
	int readStringHeader() {
		int head = next();
		long size = switch (head) {
			case 0xd9 -> readUnsigned(1);
			case 0xda -> readUnsigned(2);
			case 0xdb -> readUnsigned(4);
			default -> head & 0x1f;
		};
		return checkSize(size, 0);
	}

	int readBinaryHeader() {
		return checkSize(readUnsigned(1 << (next() - 0xc4)), 0);
	}

	/**
	 * Read the header of an extension value up to its type.
	 * @return the number of bytes that follow the byte of the type
	 */
	int readExtensionHeader() {
		int head = next();
		boolean fixed = head >= 0xd4;
		return checkSize(fixed ? 1L << (head - 0xd4) : readUnsigned(1 << (head - 0xc7)), 1);
	}

	private int checkSize(long size, int more) {
		if (size + more > remaining()) {
			throw CodecFault.of("announces " + size + " bytes where " + remaining() + " are left");
		}
		CodecFault.checkValueSize(size, this.limits);
		return (int) size;
	}

	/**
	 * Read bytes whose number a header has announced.
	 * @param size the number of bytes
	 * @return the bytes
	 */
	byte[] readBytes(int size) {
		require(size);
		byte[] bytes = new byte[size];
		System.arraycopy(this.array, this.position, bytes, 0, size);
		this.position += size;
		return bytes;
	}

	/**
	 * Take one value as it is. It shares the bytes of this reader.
	 * @return the value
	 */
	EncodedValue readEncoded() {
		int start = this.position;
		skip(0);
		return new EncodedValue(this.array, start, this.position - start);
	}

	byte readByte() {
		return (byte) next();
	}

	long readUnsigned(int size) {
		require(size);
		long value = 0;
		for (int i = 0; i < size; i++) {
			value = (value << 8) | (this.array[this.position++] & 0xff);
		}
		return value;
	}

	/**
	 * Read a number, which has to be next.
	 * @return a {@link Long}, a {@link Double}, or a {@link BigInteger} where it takes
	 * one
	 */
	Number readNumber() {
		if (isNextLong()) {
			return readLong();
		}
		int head = next();
		return (head == UINT64) ? unsigned(read64()) : readFloat(head);
	}

	/**
	 * Read a floating point number, which has to be next.
	 * @return the number
	 */
	double readFloat() {
		return readFloat(next());
	}

	private double readFloat(int head) {
		return (head == FLOAT32) ? Float.intBitsToFloat((int) readUnsigned(4)) : Double.longBitsToDouble(read64());
	}

	boolean isNextFloat() {
		int head = peek();
		return head == FLOAT64 || head == FLOAT32;
	}

	/**
	 * Tell whether the next value is an integer that a long holds whatever it is.
	 * @return whether it is
	 */
	boolean isNextLong() {
		int head = peek();
		if (head == UINT64) {
			return remaining() > 1 && this.array[this.position + 1] >= 0;
		}
		return head <= 0x7f || head >= 0xd0 && head <= 0xd3 || head >= 0xe0 || head >= 0xcc && head <= 0xce;
	}

	/**
	 * Read an integer, which {@linkplain #isNextLong() has to be next}.
	 * @return the integer
	 */
	long readLong() {
		int head = next();
		return switch (head) {
			case 0xcc -> readUnsigned(1);
			case 0xcd -> readUnsigned(2);
			case 0xce -> readUnsigned(4);
			case 0xd0 -> (byte) readUnsigned(1);
			case 0xd1 -> (short) readUnsigned(2);
			case 0xd2 -> (int) readUnsigned(4);
			case 0xd3, UINT64 -> read64();
			default -> (byte) head;
		};
	}

	private long read64() {
		require(8);
		byte[] bytes = this.array;
		int at = this.position;
		this.position += 8;
		int high = (bytes[at] << 24) | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8
				| (bytes[at + 3] & 0xff);
		int low = (bytes[at + 4] << 24) | (bytes[at + 5] & 0xff) << 16 | (bytes[at + 6] & 0xff) << 8
				| (bytes[at + 7] & 0xff);
		return ((long) high << 32) | (low & 0xffffffffL);
	}

	private static BigInteger unsigned(long bits) {
		return (bits < 0) ? BigInteger.valueOf(bits).add(BigInteger.ONE.shiftLeft(64)) : BigInteger.valueOf(bits);
	}

	int next() {
		require(1);
		return this.array[this.position++] & 0xff;
	}

	private void require(int size) {
		if (size > remaining()) {
			throw CodecFault
				.of("ends too early: " + size + " more bytes are needed where " + remaining() + " are left");
		}
	}

	/**
	 * The limits for bytes that were checked before. In a holder of its own because the
	 * check of {@link CodecLimits} must not stand in the way of the cursor's own class.
	 */
	private static final class Unlimited {

		static final CodecLimits LIMITS = new CodecLimits(Integer.MAX_VALUE - 16, Integer.MAX_VALUE - 16,
				Integer.MAX_VALUE - 16, 1_000);

	}

}

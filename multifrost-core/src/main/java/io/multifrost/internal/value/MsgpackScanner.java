package io.multifrost.internal.value;

import io.multifrost.CodecLimits;

/**
 * Looks over MessagePack bytes that come from elsewhere: checks each length, count and
 * depth against the limits and against the bytes that are left, before anything is
 * allocated for them. What it has passed is well formed, and can be read by a
 * {@link MsgpackReader}. A header that is read by itself is checked against the bytes
 * that are left alone.
 * <p>
 * All methods throw {@link CodecFault} where the bytes are malformed or beyond a limit.
 */
public final class MsgpackScanner {

	private byte[] array;

	private int end;

	private final CodecLimits limits;

	private int position;

	public MsgpackScanner(byte[] array, int offset, int length, CodecLimits limits) {
		this.array = array;
		this.position = offset;
		this.end = offset + length;
		this.limits = limits;
	}

	/**
	 * Create a scanner of single headers, which have no limit but the bytes that are
	 * there.
	 */
	MsgpackScanner(byte[] array, int offset, int length) {
		this(array, offset, length, CodecLimits.DEFAULTS);
	}

	/**
	 * Read other bytes from now on, from their beginning.
	 * @param array the bytes
	 */
	public void reset(byte[] array) {
		this.array = array;
		this.position = 0;
		this.end = array.length;
	}

	public int position() {
		return this.position;
	}

	public void position(int position) {
		this.position = position;
	}

	public int remaining() {
		return this.end - this.position;
	}

	public byte[] array() {
		return this.array;
	}

	/**
	 * Return the first byte of the next value without moving.
	 * @return the byte, from 0 to 255
	 */
	int peek() {
		require(1);
		return this.array[this.position] & 0xff;
	}

	public WireType peekType() {
		return WireType.of(peek());
	}

	/**
	 * Move past one value, checking all of it.
	 * @param depth the levels of arrays and maps around the value; their limit bounds the
	 * recursion
	 */
	public void skip(int depth) {
		switch (peekType()) {
			case ARRAY -> skipEntries(readArrayHeader(), 1, depth);
			case MAP -> skipEntries(readMapHeader(), 2, depth);
			default -> CodecFault.checkValueSize(skipScalar(), this.limits);
		}
	}

	private void skipEntries(int count, int valuesOfEach, int depth) {
		CodecFault.checkEntries(count, this.limits);
		if (depth >= this.limits.maxDepth()) {
			throw CodecFault.depth(this.limits);
		}
		for (int i = 0; i < valuesOfEach * count; i++) {
			skip(depth + 1);
		}
	}

	/**
	 * Move past one value, with no limit but the bytes that are there. It neither
	 * recurses nor allocates, so that the id of a message that is beyond a limit can
	 * still be found.
	 */
	public void skipBeyondLimits() {
		for (long open = 1; open > 0; open--) {
			switch (peekType()) {
				case ARRAY -> open += readArrayHeader();
				case MAP -> open += 2L * readMapHeader();
				default -> skipScalar();
			}
		}
	}

	/**
	 * Move past one value that is neither an array nor a map.
	 * @return the number of its bytes where it says how many they are, else 0
	 */
	private int skipScalar() {
		int head = peek();
		return switch (WireType.of(head)) {
			case STRING, BINARY -> skipBytes(readSize(0), 0);
			case EXTENSION -> skipBytes(readSize(1), 1);
			case INVALID -> throw CodecFault.of("holds the byte 0xc1, which MessagePack does not use");
			default -> {
				skipBytes(0, 1 + WireType.fixedSize(head));
				yield 0;
			}
		};
	}

	private int skipBytes(int size, int more) {
		require(size + more);
		this.position += size + more;
		return size;
	}

	/**
	 * Read the header of an array.
	 * @return the number of elements, which is at most the number of bytes left
	 */
	public int readArrayHeader() {
		return readCount(1, "array");
	}

	/**
	 * Read the header of a map.
	 * @return the number of entries, which is at most half the number of bytes left
	 */
	public int readMapHeader() {
		return readCount(2, "map");
	}

	private int readCount(int leastBytesOfEach, String type) {
		long count = readLength();
		if (leastBytesOfEach * count > remaining()) {
			throw CodecFault.of("announces " + type + " of " + count + " where " + remaining() + " bytes are left");
		}
		return (int) count;
	}

	/**
	 * Read the header of a string or a binary value.
	 * @return the number of bytes that follow, which are there
	 */
	public int readSize() {
		return readSize(0);
	}

	/**
	 * Read the header of an extension value with its type.
	 */
	byte readExtensionType() {
		readSize(1);
		return (byte) next();
	}

	private int readSize(int more) {
		long size = readLength();
		if (size + more > remaining()) {
			throw CodecFault.of("announces " + size + " bytes where " + remaining() + " are left");
		}
		return (int) size;
	}

	/**
	 * Read what the first byte of a value says about its length, or those behind it.
	 */
	private long readLength() {
		int head = next();
		return switch (head) {
			case 0xc4, 0xc7, 0xd9 -> readUnsigned(1);
			case 0xc5, 0xc8, 0xda, 0xdc, 0xde -> readUnsigned(2);
			case 0xc6, 0xc9, 0xdb, 0xdd, 0xdf -> readUnsigned(4);
			case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> 1L << (head - 0xd4);
			default -> head & ((WireType.of(head) == WireType.STRING) ? 0x1f : 0x0f);
		};
	}

	private long readUnsigned(int size) {
		require(size);
		long value = 0;
		for (int i = 0; i < size; i++) {
			value = (value << 8) | (this.array[this.position++] & 0xff);
		}
		return value;
	}

	private int next() {
		require(1);
		return this.array[this.position++] & 0xff;
	}

	private void require(int size) {
		if (size > remaining()) {
			throw CodecFault
				.of("ends too early: " + size + " more bytes are needed where " + remaining() + " are left");
		}
	}

}

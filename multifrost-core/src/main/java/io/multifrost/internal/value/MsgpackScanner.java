package io.multifrost.internal.value;

import io.multifrost.CodecLimits;

/**
 * Looks over MessagePack bytes that come from elsewhere: checks each length, count and
 * depth against the limits and against the bytes that are left, before anything is
 * allocated for them. What it has passed is well formed, and can be read by a
 * {@link MsgpackReader}.
 * <p>
 * All methods throw {@link CodecFault} where the bytes are malformed or beyond a limit.
 */
public final class MsgpackScanner {

	private static final CodecLimits UNLIMITED = new CodecLimits(Integer.MAX_VALUE - 16, Integer.MAX_VALUE - 16,
			Integer.MAX_VALUE - 16, 1_000);

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
	 * Create a scanner with no limit but the bytes that are there.
	 */
	MsgpackScanner(byte[] array, int offset, int length) {
		this(array, offset, length, UNLIMITED);
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
	 * Return another reader at the same place, with no limit but the bytes that are
	 * there.
	 * @return the reader
	 */
	public MsgpackScanner withoutLimits() {
		return new MsgpackScanner(this.array, this.position, remaining());
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
			case ARRAY -> skipEntries(readArrayHeader(), depth);
			case MAP -> skipEntries(2 * readMapHeader(), depth);
			default -> skipScalar();
		}
	}

	private void skipEntries(int count, int depth) {
		if (depth >= this.limits.maxDepth()) {
			throw CodecFault.depth(this.limits);
		}
		for (int i = 0; i < count; i++) {
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

	private void skipScalar() {
		int head = peek();
		switch (WireType.of(head)) {
			case STRING -> skipBytes(readStringHeader());
			case BINARY -> skipBytes(readBinaryHeader());
			case EXTENSION -> skipBytes(readExtensionHeader() + 1);
			case INVALID -> throw CodecFault.of("holds the byte 0xc1, which MessagePack does not use");
			default -> skipBytes(1 + WireType.fixedSize(head));
		}
	}

	private void skipBytes(int size) {
		require(size);
		this.position += size;
	}

	/**
	 * Read the header of an array.
	 * @return the number of elements, which is at most the number of bytes left
	 */
	public int readArrayHeader() {
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
	public int readMapHeader() {
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
	public int readStringHeader() {
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

	/**
	 * Read the header of an extension value with its type.
	 */
	byte readExtensionType() {
		readExtensionHeader();
		return (byte) next();
	}

	private int checkSize(long size, int more) {
		if (size + more > remaining()) {
			throw CodecFault.of("announces " + size + " bytes where " + remaining() + " are left");
		}
		CodecFault.checkValueSize(size, this.limits);
		return (int) size;
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

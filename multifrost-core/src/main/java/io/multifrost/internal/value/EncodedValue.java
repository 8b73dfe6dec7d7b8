package io.multifrost.internal.value;

import java.nio.ByteBuffer;

/**
 * One MessagePack value as the bytes that stand in a message, not yet converted to Java.
 * It is well formed and within the limits of the
 * {@link io.multifrost.internal.message.MessageCodec} that made it.
 * <p>
 * It shares the bytes of its message and so keeps them in memory.
 *
 * @param array holds the bytes
 * @param offset the index of the first of them
 * @param length their number
 */
public record EncodedValue(byte[] array, int offset, int length) {

	/**
	 * The value nil, which stands for {@code null}.
	 */
	public static final EncodedValue NIL = new EncodedValue(new byte[] { (byte) 0xc0 }, 0, 1);

	public static final EncodedValue EMPTY_ARRAY = new EncodedValue(new byte[] { (byte) 0x90 }, 0, 1);

	private static final int SHORT_TEXT = 80;

	public boolean isNil() {
		return this.length == 1 && this.array[this.offset] == NIL.array[0];
	}

	/**
	 * Describe the type of the value for an error message, for example
	 * {@code array of 3}, {@code string} or {@code float64}.
	 * @return the wire type
	 */
	public String describe() {
		return ValuePreview.type(new MsgpackScanner(this.array, this.offset, this.length));
	}

	/**
	 * Show the value for an error message or a log, cut where it is long.
	 * @return a short text
	 */
	public String preview() {
		return ValuePreview.text(MsgpackReader.of(this), SHORT_TEXT);
	}

	private ByteBuffer bytes() {
		return ByteBuffer.wrap(this.array, this.offset, this.length);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof EncodedValue that && bytes().equals(that.bytes());
	}

	@Override
	public int hashCode() {
		return bytes().hashCode();
	}

	@Override
	public String toString() {
		return preview();
	}

}

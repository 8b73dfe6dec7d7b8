package io.multifrost.internal.value;

import java.util.Arrays;

/**
 * One MessagePack value as the bytes that stand in a message, not yet converted to Java.
 * It is well formed and within the limits of the
 * {@link io.multifrost.internal.message.MessageCodec} that made it.
 * <p>
 * It shares the bytes of its message and so keeps them in memory.
 */
public final class EncodedValue {

	/**
	 * The value nil, which stands for {@code null}.
	 */
	public static final EncodedValue NIL = new EncodedValue(new byte[] { (byte) 0xc0 }, 0, 1);

	public static final EncodedValue EMPTY_ARRAY = new EncodedValue(new byte[] { (byte) 0x90 }, 0, 1);

	private static final int SHORT_TEXT = 80;

	private final byte[] array;

	private final int offset;

	private final int length;

	public EncodedValue(byte[] array, int offset, int length) {
		this.array = array;
		this.offset = offset;
		this.length = length;
	}

	public byte[] array() {
		return this.array;
	}

	public int offset() {
		return this.offset;
	}

	public int length() {
		return this.length;
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

	@Override
	public boolean equals(Object other) {
		return other instanceof EncodedValue that && Arrays.equals(this.array, this.offset, this.offset + this.length,
				that.array, that.offset, that.offset + that.length);
	}

	@Override
	public int hashCode() {
		int hash = 1;
		for (int i = this.offset; i < this.offset + this.length; i++) {
			hash = 31 * hash + this.array[i];
		}
		return hash;
	}

	@Override
	public String toString() {
		return preview();
	}

}

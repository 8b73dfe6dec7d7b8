package io.multifrost.internal.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a message.
 */
public enum Field {

	APP("app"), ID("id"), TYPE("type"), TIMESTAMP("timestamp"), FUNCTION("function"), ARGS("args"),
	NAMESPACE("namespace"), CLIENT_NAME("client_name"), CLIENT_NAME_OF_NODE("clientName"), RESULT("result"),
	ERROR("error"), OUTPUT("output"), METADATA("metadata"), SEQ("seq"), RESULTS("results"), COUNT("count"),
	ARGUMENT("argument");

	private static final Field[] ALL = values();

	private final String key;

	private final byte[] encodedKey;

	Field(String key) {
		this.key = key;
		this.encodedKey = encode(key);
	}

	public String key() {
		return this.key;
	}

	/**
	 * Return the key as a MessagePack string, ready to be written.
	 * @return the bytes, not to be changed
	 */
	byte[] encodedKey() {
		return this.encodedKey;
	}

	/**
	 * Encode a short ASCII string.
	 * @param text at most 31 characters
	 * @return the bytes
	 */
	public static byte[] encode(String text) {
		byte[] encoded = new byte[1 + text.length()];
		encoded[0] = (byte) (0xa0 | text.length());
		System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, encoded, 1, text.length());
		return encoded;
	}

	/**
	 * Find a field by its key, without making a string of it.
	 * @param array the array that holds the key
	 * @param offset the index of the first byte of its text
	 * @param length the number of bytes
	 * @return the field, or {@code null} if it is none that is known
	 */
	public static @Nullable Field find(byte[] array, int offset, int length) {
		for (Field field : ALL) {
			byte[] candidate = field.encodedKey;
			if (candidate.length == length + 1
					&& Arrays.equals(candidate, 1, candidate.length, array, offset, offset + length)) {
				return field;
			}
		}
		return null;
	}

}

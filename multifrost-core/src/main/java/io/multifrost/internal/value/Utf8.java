package io.multifrost.internal.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strings as UTF-8. Values are never changed silently: what has no exact form is an
 * error.
 */
public final class Utf8 {

	private static final char REPLACEMENT = '\ufffd';

	private Utf8() {
	}

	/**
	 * Encode a string.
	 * @param text the string
	 * @return the bytes
	 */
	static byte[] encode(String text) {
		int index = 0;
		while (index < text.length()) {
			int character = text.codePointAt(index);
			if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
				throw CodecFault
					.of("is a string with half of a surrogate pair at index " + index + ", which has no form in UTF-8");
			}
			index += Character.charCount(character);
		}
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Decode a string.
	 * @param array the array that holds the bytes
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @return the string
	 */
	static String decode(byte[] array, int offset, int length) {
		String text = decodeLeniently(array, offset, length);
		// The replacement character may also have been sent: only then look again
		if (text.indexOf(REPLACEMENT) >= 0) {
			check(array, offset, length);
		}
		return text;
	}

	private static void check(byte[] array, int offset, int length) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, offset, length));
		}
		catch (CharacterCodingException ex) {
			throw CodecFault.of("is a string that is not UTF-8; send bytes as binary", ex);
		}
	}

	/**
	 * Decode text that is only meant to be read by people, with a replacement character
	 * for what is not UTF-8.
	 * @param array the array that holds the bytes
	 * @param offset the index of the first byte
	 * @param length the number of bytes
	 * @return the string
	 */
	public static String decodeLeniently(byte[] array, int offset, int length) {
		return new String(array, offset, length, StandardCharsets.UTF_8);
	}

}

package io.multifrost.internal.message;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Short texts that were read before, by their encoded bytes, so that those which are read
 * again and again need not be decoded. A new one takes the place of an old one.
 */
final class KnownTexts {

	private static final int PLACES = 64;

	private static final int MAX_LENGTH = 64;

	private final @Nullable Known[] places = new @Nullable Known[PLACES];

	/**
	 * Find a text.
	 * @param bytes holds its encoded form
	 * @param start where that begins
	 * @param end where it ends
	 * @return the text, or {@code null} if it is not known
	 */
	@Nullable String find(byte[] bytes, int start, int end) {
		Known known = this.places[place(bytes, start, end)];
		return (known != null && known.isAt(bytes, start, end)) ? known.text() : null;
	}

	/**
	 * Keep a text.
	 * @param bytes holds its encoded form
	 * @param start where that begins
	 * @param end where it ends
	 * @param text the text
	 */
	void add(byte[] bytes, int start, int end, String text) {
		if (end - start <= MAX_LENGTH) {
			this.places[place(bytes, start, end)] = new Known(Arrays.copyOfRange(bytes, start, end), text);
		}
	}

	private static int place(byte[] bytes, int start, int end) {
		int hash = 0;
		for (int i = start; i < Math.min(end, start + MAX_LENGTH); i++) {
			hash = 31 * hash + bytes[i];
		}
		return (hash ^ (hash >>> 16)) & (PLACES - 1);
	}

	private record Known(byte[] encoded, String text) {

		boolean isAt(byte[] bytes, int start, int end) {
			return Arrays.equals(this.encoded, 0, this.encoded.length, bytes, start, end);
		}

	}

}

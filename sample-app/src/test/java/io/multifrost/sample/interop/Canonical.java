package io.multifrost.sample.interop;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes values as texts that are the same where kind and value are, whatever the width
 * of a number and the order of a map.
 */
final class Canonical {

	private static final int MAX_LENGTH = 160;

	private Canonical() {
	}

	/**
	 * Return the text, shortened to its beginning and a digest where it is long.
	 */
	static String text(Object value) {
		String text = full(value);
		return (text.length() <= MAX_LENGTH) ? text : text.substring(0, text.offsetByCodePoints(0, 60)) + "... of "
				+ text.length() + " characters, SHA-256 " + digest(text);
	}

	private static String full(Object value) {
		if (value == null || value instanceof Boolean) {
			return String.valueOf(value);
		}
		if (value instanceof Long || value instanceof Integer || value instanceof BigInteger) {
			return "integer " + value;
		}
		if (value instanceof Double || value instanceof Float) {
			return "float " + ((Number) value).doubleValue();
		}
		if (value instanceof String text) {
			return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
		}
		if (value instanceof byte[] bytes) {
			return "binary " + HexFormat.of().formatHex(bytes);
		}
		if (value instanceof Instant instant) {
			return "timestamp " + instant;
		}
		if (value instanceof List<?> list) {
			return list.stream().map(Canonical::full).collect(Collectors.joining(", ", "[", "]"));
		}
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.map((entry) -> full(entry.getKey()) + ": " + full(entry.getValue()))
				.sorted()
				.collect(Collectors.joining(", ", "{", "}"));
		}
		throw new IllegalArgumentException("Not a value of the wire: " + value.getClass().getName());
	}

	private static String digest(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each JDK has SHA-256", ex);
		}
	}

}

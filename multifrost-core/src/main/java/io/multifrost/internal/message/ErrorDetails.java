package io.multifrost.internal.message;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The exact parts of an error, which travel as {@code error} in the metadata of a
 * {@link Message.Failure}: its text alone does not tell where a message of several lines
 * ends.
 *
 * @param type the type of the error, for example {@code ValueError}
 * @param message the whole message; empty if there is none
 * @param trace the trace; empty if there is none
 */
public record ErrorDetails(String type, String message, String trace) {

	/**
	 * The most characters that are sent of each part.
	 */
	static final int MAX_LENGTH = 64 * 1024;

	private static final String KEY = "error";

	/**
	 * Find the parts of an error.
	 * @param failure the error
	 * @return the parts, or {@code null} where the worker has not sent them
	 */
	public static @Nullable ErrorDetails of(Message.Failure failure) {
		return (failure.metadata().get(KEY) instanceof Map<?, ?> parts && parts.get("type") instanceof String type
				&& parts.get("message") instanceof String message)
						? new ErrorDetails(type, message, (parts.get("trace") instanceof String trace) ? trace : "")
						: null;
	}

	/**
	 * Return the metadata of an error with these parts.
	 * @param maximum the most characters to send of each part, at most
	 * {@link #MAX_LENGTH}
	 * @return the metadata
	 */
	public Map<String, @Nullable Object> toMetadata(int maximum) {
		int most = Math.min(maximum, MAX_LENGTH);
		return Map.of(KEY, Map.of("type", sendable(this.type, most), "message", sendable(this.message, most), "trace",
				sendable(this.trace, most)));
	}

	/**
	 * Shorten a text, and say how much was left out. Half of a surrogate pair has no form
	 * on the wire, and must not cost the answer.
	 */
	private static String sendable(String text, int maximum) {
		String shortened = (text.length() > maximum)
				? text.substring(0, maximum) + "... (" + (text.length() - maximum) + " more characters)" : text;
		return new String(shortened.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

}

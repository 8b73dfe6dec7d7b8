package io.multifrost.internal.value;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Puts Jackson's errors into our own words: with the path, without places in a text that
 * does not exist.
 */
final class JacksonFaults {

	private static final int LONGEST_PATH = 10;

	private static final int LONGEST_MESSAGE = 300;

	/**
	 * What Jackson advises to do with a mapper that is not the user's to configure.
	 */
	private static final Pattern ADVICE = Pattern.compile(" \\((but (might|could) |set `|to avoid exception).*\\)$");

	private JacksonFaults() {
	}

	static CodecFault of(String problem, RuntimeException cause) {
		JacksonException jackson = find(cause, JacksonException.class);
		CodecFault fault = find(cause, CodecFault.class);
		if (fault == null) {
			String text = (jackson != null) ? jackson.getOriginalMessage() : cause.toString();
			fault = CodecFault.of(problem + ": " + firstLine(text), cause);
		}
		if (jackson != null) {
			addPath(fault, jackson.getPath());
		}
		return fault;
	}

	private static void addPath(CodecFault fault, List<JacksonException.Reference> path) {
		for (int i = Math.min(path.size(), LONGEST_PATH) - 1; i >= 0; i--) {
			JacksonException.Reference element = path.get(i);
			if (element.getPropertyName() != null) {
				fault.withinKey(element.getPropertyName());
			}
			else {
				fault.within(element.getIndex());
			}
		}
	}

	private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
		return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
			.filter(type::isInstance)
			.map(type::cast)
			.findFirst()
			.orElse(null);
	}

	private static String firstLine(@Nullable String message) {
		String line = String.valueOf(message).lines().findFirst().orElse("");
		line = ADVICE.matcher(line).replaceFirst("");
		return (line.length() > LONGEST_MESSAGE) ? line.substring(0, LONGEST_MESSAGE) + "..." : line;
	}

}

package io.multifrost.message;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Puts Jackson's errors into our own words: with the path, without places in a text that
 * does not exist.
 */
final class JacksonFaults {

	private static final int LONGEST_PATH = 10;

	private JacksonFaults() {
	}

	static CodecFault of(String problem, Throwable cause) {
		JacksonException jackson = find(cause);
		if (jackson == null) {
			return CodecFault.of(problem + ": " + firstLine(String.valueOf(cause)), cause);
		}
		CodecFault fault = CodecFault.of(problem + ": " + firstLine(jackson.getOriginalMessage()), cause);
		List<JacksonException.Reference> path = jackson.getPath();
		for (int i = Math.min(path.size(), LONGEST_PATH) - 1; i >= 0; i--) {
			JacksonException.Reference element = path.get(i);
			if (element.getPropertyName() != null) {
				fault.withinKey(element.getPropertyName());
			}
			else {
				fault.within(element.getIndex());
			}
		}
		return fault;
	}

	private static @Nullable JacksonException find(Throwable cause) {
		for (Throwable candidate = cause; candidate != null; candidate = candidate.getCause()) {
			if (candidate instanceof JacksonException jackson) {
				return jackson;
			}
		}
		return null;
	}

	private static String firstLine(@Nullable String message) {
		String text = String.valueOf(message);
		int end = text.indexOf('\n');
		String line = (end < 0) ? text : text.substring(0, end);
		return (line.length() > 300) ? line.substring(0, 300) + "..." : line;
	}

}

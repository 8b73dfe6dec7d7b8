package io.multifrost.child;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Writes exceptions in the form in which they travel: {@code Type: message}, then a
 * trace.
 */
final class RemoteError {

	private static final int MAX_LENGTH = 16 * 1024;

	private static final Pattern LINE_BREAK = Pattern.compile("\\R");

	private RemoteError() {
	}

	/**
	 * Describe what a function threw.
	 * @param failure what it threw
	 * @return the type and message in the first line, then the stack trace
	 */
	static String withTrace(Throwable failure) {
		return cut(firstLine(failure) + "\n" + trace(failure));
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		try {
			failure.printStackTrace(new PrintWriter(trace));
		}
		catch (RuntimeException | Error ex) {
			// An exception of a user's own class, whose failure must not cost the answer.
			return "no trace: " + ex.getClass().getName();
		}
		return trace.toString();
	}

	/**
	 * Describe a failure that its message explains.
	 * @param failure the failure
	 * @return the type and message
	 */
	static String firstLine(Throwable failure) {
		String message = message(failure);
		String line = (message != null) ? LINE_BREAK.matcher(message).replaceAll(" ") : "no message";
		return cut(typeName(failure) + ": " + line);
	}

	/**
	 * Describe why a function could not be called with its arguments.
	 * @param function the name of the function
	 * @param failure the failure, which its message explains
	 * @return the type and message
	 */
	static String ofFunction(String function, Throwable failure) {
		return typeName(failure) + ": Function '" + function + "': " + failure.getMessage();
	}

	private static @Nullable String message(Throwable failure) {
		try {
			return failure.getMessage();
		}
		catch (RuntimeException | Error ex) {
			return "its message failed: " + ex.getClass().getName();
		}
	}

	private static String typeName(Throwable failure) {
		String type = failure.getClass().getSimpleName();
		return type.isEmpty() ? failure.getClass().getName() : type;
	}

	private static String cut(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "\n..." : text;
	}

}

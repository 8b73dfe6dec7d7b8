package io.multifrost.child;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Writes exceptions in the form in which they travel: {@code Type: message}, then a
 * trace.
 */
final class RemoteError {

	private static final int MAX_LENGTH = 16 * 1024;

	private RemoteError() {
	}

	/**
	 * Describe what a function threw.
	 * @param failure what it threw
	 * @return the type and message in the first line, then the stack trace
	 */
	static String withTrace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		String text = firstLine(failure) + "\n" + trace;
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "\n..." : text;
	}

	/**
	 * Describe a failure that its message explains.
	 * @param failure the failure
	 * @return the type and message
	 */
	static String firstLine(Throwable failure) {
		String message = failure.getMessage();
		String type = failure.getClass().getSimpleName();
		String name = type.isEmpty() ? failure.getClass().getName() : type;
		return name + ": " + ((message != null) ? message.replace('\n', ' ') : "no message");
	}

}

package io.multifrost.internal.serving;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.ErrorDetails;

/**
 * An error in the forms in which it travels. Exceptions of users' own classes may fail
 * when they are asked for their texts, which must not cost the answer.
 *
 * @param text {@code Type: message} in the first line, then the trace if there is one
 * @param details the exact parts, or {@code null} where the text is all
 * @param isStopping whether the call was not run, since the worker ends
 */
record RemoteError(String text, @Nullable ErrorDetails details, boolean isStopping) {

	private static final int MAX_LENGTH = 16 * 1024;

	/** The worker ends, and has not run the call. */
	static final RemoteError STOPPING = new RemoteError("Worker is stopping", null, true);

	private static final Pattern LINE_BREAK = Pattern.compile("\\R");

	/**
	 * Create an error of which the text is all.
	 */
	RemoteError(String text) {
		this(text, null, false);
	}

	/**
	 * Return the same of a call that was run in part.
	 */
	RemoteError ofBegun() {
		return new RemoteError(this.text, this.details, false);
	}

	/**
	 * Describe what a function threw.
	 * @param failure what it threw
	 * @return the error, with the stack trace
	 */
	static RemoteError withTrace(Throwable failure) {
		return of(failure, "", message(failure), trace(failure));
	}

	/**
	 * Describe a failure that its message explains.
	 * @param failure the failure
	 * @return the error
	 */
	static RemoteError withoutTrace(Throwable failure) {
		return of(failure, "", message(failure), "");
	}

	/**
	 * Describe why a function could not be called with its arguments.
	 * @param function the name of the function
	 * @param failure the failure, which its message explains
	 * @return the error
	 */
	static RemoteError ofFunction(String function, Throwable failure) {
		return of(failure, "Function '" + function + "': ", message(failure), "");
	}

	private static RemoteError of(Throwable failure, String prefix, @Nullable String message, String trace) {
		String type = typeName(failure);
		// More is cut off below, and looking for line breaks takes its time.
		String start = (message != null) ? message.substring(0, Math.min(message.length(), MAX_LENGTH + 1))
				: "no message";
		String line = cut(type + ": " + prefix + LINE_BREAK.matcher(start).replaceAll(" "));
		String text = trace.isEmpty() ? line : cut(line + "\n" + trace);
		return new RemoteError(text, new ErrorDetails(type, (message != null) ? prefix + message : prefix, trace),
				false);
	}

	private static String trace(Throwable failure) {
		StringWriter trace = new StringWriter();
		try {
			failure.printStackTrace(new PrintWriter(trace));
		}
		catch (Throwable ex) {
			return "no trace: " + ex.getClass().getName();
		}
		return trace.toString();
	}

	private static @Nullable String message(Throwable failure) {
		try {
			return failure.getMessage();
		}
		catch (Throwable ex) {
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

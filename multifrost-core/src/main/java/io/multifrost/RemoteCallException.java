package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * The worker answered a call with an error: the function threw, does not exist, or did
 * not accept its arguments. The worker itself is well.
 */
public class RemoteCallException extends MultifrostException {

	private final String worker;

	private final String function;

	private final @Nullable String remoteType;

	private final String remoteMessage;

	private final @Nullable String remoteTrace;

	/**
	 * Create an exception from the error that a worker answered with.
	 * @param worker the name of the worker
	 * @param function the name of the function
	 * @param error the {@code error} field: {@code Type: message}, optionally followed by
	 * a newline and a trace
	 */
	public RemoteCallException(String worker, String function, String error) {
		super("Function '" + function + "' of worker '" + worker + "' failed: " + firstLine(error));
		this.worker = worker;
		this.function = function;
		String first = firstLine(error);
		// An error without a message is its type and a colon.
		int separator = first.indexOf(": ");
		int colon = (separator < 0 && first.endsWith(":")) ? first.length() - 1 : separator;
		boolean typed = colon > 0 && isTypeName(first.substring(0, colon));
		this.remoteType = typed ? first.substring(0, colon) : null;
		this.remoteMessage = typed ? first.substring(colon + 1).strip() : first;
		String rest = error.substring(first.length()).strip();
		this.remoteTrace = rest.isEmpty() ? null : rest;
	}

	/**
	 * Create an exception from the exact parts of an error, which may have several lines
	 * each.
	 * @param worker the name of the worker
	 * @param function the name of the function
	 * @param remoteType the type of the error
	 * @param remoteMessage the message of the error, empty if it has none
	 * @param remoteTrace the trace, or {@code null} if there is none
	 */
	public RemoteCallException(String worker, String function, String remoteType, String remoteMessage,
			@Nullable String remoteTrace) {
		super("Function '" + function + "' of worker '" + worker + "' failed: " + remoteType
				+ (remoteMessage.isEmpty() ? "" : ": " + remoteMessage));
		this.worker = worker;
		this.function = function;
		this.remoteType = remoteType;
		this.remoteMessage = remoteMessage;
		this.remoteTrace = remoteTrace;
	}

	private static String firstLine(String error) {
		int end = error.indexOf('\n');
		return ((end < 0) ? error : error.substring(0, end)).stripTrailing();
	}

	private static boolean isTypeName(String candidate) {
		return candidate.chars().allMatch((c) -> Character.isJavaIdentifierPart(c) || c == '.' || c == ':');
	}

	/**
	 * Return the name of the worker.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

	/**
	 * Return the name of the function.
	 * @return the name
	 */
	public String function() {
		return this.function;
	}

	/**
	 * Return the type of the error as the worker named it, for example
	 * {@code ValueError}.
	 * @return the type, or {@code null} where the worker named none
	 */
	public @Nullable String remoteType() {
		return this.remoteType;
	}

	/**
	 * Return the message of the error without its type and trace. It has all its lines
	 * where the worker tells where they end, else the first alone.
	 * @return the message
	 */
	public String remoteMessage() {
		return this.remoteMessage;
	}

	/**
	 * Return the trace that the worker sent along.
	 * @return the trace, or {@code null} where the worker sent none
	 */
	public @Nullable String remoteTrace() {
		return this.remoteTrace;
	}

}

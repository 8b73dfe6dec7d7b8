package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * A message, or a value in it, is larger than this side accepts or sends.
 */
public class MessageLimitException extends ProtocolException {

	private final String limit;

	private final long actual;

	private final long maximum;

	/**
	 * Create an exception.
	 * @param what what is too large, for example {@code argument 2 of function 'add'}
	 * @param limit the name of the limit, for example {@code max-message-size}
	 * @param actual the size that was found or announced; where counting stopped at the
	 * limit, the size so far
	 * @param maximum the largest size that is allowed
	 * @param messageId the id of the message, or {@code null} where it is not known
	 */
	public MessageLimitException(String what, String limit, long actual, long maximum, @Nullable String messageId) {
		super(Reason.LIMIT, describe(what, limit, actual, maximum), messageId, null);
		this.limit = limit;
		this.actual = actual;
		this.maximum = maximum;
	}

	private static String describe(String what, String limit, long actual, long maximum) {
		return what + " is beyond the limit " + limit + ": " + actual + " where at most " + maximum
				+ " is allowed. Send less at once, or raise " + limit + " on both sides";
	}

	/**
	 * Return the name of the limit: {@code max-message-size}, {@code max-value-size} and
	 * {@code max-file-size} in bytes, {@code max-entries} of one array or map, or
	 * {@code max-depth} in levels.
	 * @return the name
	 */
	public String limit() {
		return this.limit;
	}

	/**
	 * Return the size that was found or announced.
	 * @return the size, in the unit of the limit
	 */
	public long actual() {
		return this.actual;
	}

	/**
	 * Return the largest size that is allowed.
	 * @return the size, in the unit of the limit
	 */
	public long maximum() {
		return this.maximum;
	}

}

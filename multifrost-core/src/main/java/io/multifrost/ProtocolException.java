package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * A message does not follow the protocol, or is beyond one of the limits.
 */
public class ProtocolException extends MultifrostException {

	private final @Nullable String messageId;

	/**
	 * Create an exception.
	 * @param message what is wrong
	 */
	public ProtocolException(String message) {
		this(message, null, null);
	}

	/**
	 * Create an exception for a message whose id could still be read.
	 * @param message what is wrong
	 * @param messageId the id of the message, or {@code null} where it is not known
	 * @param cause the cause, or {@code null}
	 */
	public ProtocolException(String message, @Nullable String messageId, @Nullable Throwable cause) {
		super(message, cause);
		this.messageId = messageId;
	}

	/**
	 * Return the id of the message, by which the call that it belongs to is found.
	 * @return the id, or {@code null} where it could not be read
	 */
	public @Nullable String messageId() {
		return this.messageId;
	}

}

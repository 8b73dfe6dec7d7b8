package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * A message does not follow the protocol, or is beyond one of the limits.
 */
public class ProtocolException extends MultifrostException {

	private final Reason reason;

	private final @Nullable String messageId;

	/**
	 * Create an exception for a malformed message.
	 * @param message what is wrong
	 */
	public ProtocolException(String message) {
		this(message, null, null);
	}

	/**
	 * Create an exception for a malformed message whose id could still be read.
	 * @param message what is wrong
	 * @param messageId the id of the message, or {@code null} where it is not known
	 * @param cause the cause, or {@code null}
	 */
	public ProtocolException(String message, @Nullable String messageId, @Nullable Throwable cause) {
		this(Reason.MALFORMED, message, messageId, cause);
	}

	/**
	 * Create an exception.
	 * @param reason the kind of failure
	 * @param message what is wrong
	 * @param messageId the id of the message, or {@code null} where it is not known
	 * @param cause the cause, or {@code null}
	 */
	public ProtocolException(Reason reason, String message, @Nullable String messageId, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.messageId = messageId;
	}

	/**
	 * Return the kind of failure.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return the id of the message, by which the call that it belongs to is found.
	 * @return the id, or {@code null} where it could not be read
	 */
	public @Nullable String messageId() {
		return this.messageId;
	}

	/**
	 * Why a message was refused.
	 */
	public enum Reason {

		/**
		 * The bytes are no message, or a field is of the wrong type.
		 */
		MALFORMED,

		/**
		 * The message belongs to another application, or to an unknown protocol version.
		 */
		WRONG_APP,

		/**
		 * The message is beyond one of the limits.
		 */
		LIMIT,

		/**
		 * The message is well formed but has no place where it arrived.
		 */
		UNEXPECTED

	}

}

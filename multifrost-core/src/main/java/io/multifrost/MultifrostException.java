package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * Base of all exceptions that this library throws.
 */
public class MultifrostException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what happened, where, and what to do about it
	 */
	public MultifrostException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened, where, and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public MultifrostException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

package io.multifrost;

import org.jspecify.annotations.Nullable;

/**
 * An argument or a result has no form on the wire, or does not fit the Java type that was
 * asked for.
 */
public class ValueConversionException extends MultifrostException {

	/**
	 * Create an exception.
	 * @param message the argument index or {@code result}, its wire type and the Java
	 * type
	 */
	public ValueConversionException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message the argument index or {@code result}, its wire type and the Java
	 * type
	 * @param cause the cause, or {@code null}
	 */
	public ValueConversionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

package io.multifrost.registry;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;

/**
 * The registry could not be read or changed: a file is not accessible, another process
 * holds a lock for too long, or the thread was interrupted while it waited.
 */
public class RegistryException extends MultifrostException {

	/**
	 * Create an exception.
	 * @param message what happened to which file, and what to do about it
	 * @param cause the cause, or {@code null}
	 */
	public RegistryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

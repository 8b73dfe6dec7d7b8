package io.multifrost.spring.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * Why a worker does not run.
 *
 * @param type the type of the exception, without its package
 * @param message the first line of its message: what follows can be a command line, which
 * may hold secrets
 */
public record ErrorDescriptor(String type, String message) {

	static @Nullable ErrorDescriptor of(@Nullable Throwable failure) {
		if (failure == null) {
			return null;
		}
		String message = failure.getMessage();
		return new ErrorDescriptor(failure.getClass().getSimpleName(),
				(message != null) ? message.lines().findFirst().orElse("") : "");
	}

}

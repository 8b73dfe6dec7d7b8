package io.multifrost.spring.calls;

import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;

/**
 * Knows what has failed, where a future tells of it.
 */
public final class Failures {

	private Failures() {
	}

	/**
	 * Take a failure out of the exception in which dependent futures wrap it.
	 * @param failure the failure, or {@code null} if there is none
	 * @return the failure itself
	 */
	public static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/**
	 * Return the first line of what a failure says: what follows can be a command line,
	 * which may hold secrets.
	 * @param failure the failure
	 * @param otherwise what is returned where it says nothing
	 * @return the line
	 */
	public static String firstLine(Throwable failure, String otherwise) {
		String message = failure.getMessage();
		return (message != null) ? message.lines().findFirst().orElse("") : otherwise;
	}

}

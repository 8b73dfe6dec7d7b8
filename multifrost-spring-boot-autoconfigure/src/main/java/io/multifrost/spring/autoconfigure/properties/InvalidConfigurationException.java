package io.multifrost.spring.autoconfigure.properties;

import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

import io.multifrost.MultifrostException;

/**
 * What is said of a worker does not go together.
 */
public final class InvalidConfigurationException extends MultifrostException {

	private final String problem;

	private final String action;

	/**
	 * Create an exception.
	 * @param problem what does not go together
	 * @param action what to change
	 * @param cause what has found it, or {@code null} if that is this application itself
	 */
	public InvalidConfigurationException(String problem, String action, @Nullable Throwable cause) {
		super(problem + ". " + action + ".", cause);
		this.problem = problem + ".";
		this.action = action + ".";
	}

	/**
	 * Create an exception of a worker that this application calls.
	 * @param worker the name of the worker
	 * @param problem what does not go together
	 * @param action what to change
	 * @return the exception
	 */
	public static InvalidConfigurationException ofParent(String worker, String problem, String action) {
		return new InvalidConfigurationException("Worker '" + worker + "' cannot be configured: " + problem, action,
				null);
	}

	/**
	 * See that at most one of a worker's properties is set. Spring Boot's own analyzer
	 * says nothing of its own exception where a property is a list or a map, of which it
	 * finds no origin.
	 * @param entries takes the properties and their values
	 * @throws InvalidConfigurationException if more than one has a value
	 */
	public static void throwIfMultiple(Consumer<Map<String, @Nullable Object>> entries) {
		try {
			MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries);
		}
		catch (MutuallyExclusiveConfigurationPropertiesException ex) {
			throw new InvalidConfigurationException(String.valueOf(ex.getMessage()),
					"Remove all but one of " + String.join(", ", ex.getConfiguredNames())
							+ ". A worker is either started or connected to, in one way",
					ex);
		}
	}

	/**
	 * Return what does not go together.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to change.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}

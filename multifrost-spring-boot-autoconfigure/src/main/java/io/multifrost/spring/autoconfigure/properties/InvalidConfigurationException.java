package io.multifrost.spring.autoconfigure.properties;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

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
	 * See that at most one of a worker's properties is set.
	 * @param entries takes the properties and their values
	 * @throws InvalidConfigurationException if more than one has a value
	 */
	public static void throwIfMultiple(Consumer<Map<String, @Nullable Object>> entries) {
		Map<String, @Nullable Object> all = new LinkedHashMap<>();
		entries.accept(all);
		List<String> set = all.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != null)
			.map(Map.Entry::getKey)
			.toList();
		if (set.size() > 1) {
			throw new InvalidConfigurationException(
					String.join(" and ", set) + " are mutually exclusive, and set together",
					"Remove all but one of them", null);
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

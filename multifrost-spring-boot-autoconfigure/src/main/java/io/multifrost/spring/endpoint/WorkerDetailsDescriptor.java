package io.multifrost.spring.endpoint;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.multifrost.spring.endpoint.MultifrostDescriptor.EventDescriptor;

/**
 * A worker that this application calls, with what it says of itself.
 *
 * @param worker the worker
 * @param functions its functions, as it answers
 * @param events its last events, the last first
 */
public record WorkerDetailsDescriptor(WorkerDescriptor worker, FunctionsDescriptor functions,
		List<EventDescriptor> events) {

	/**
	 * The functions that a worker says it has.
	 *
	 * @param names their names, or {@code null} if they are not known
	 * @param problem why they are not known, or {@code null} if they are
	 */
	public record FunctionsDescriptor(@Nullable List<String> names, @Nullable String problem) {
	}

}

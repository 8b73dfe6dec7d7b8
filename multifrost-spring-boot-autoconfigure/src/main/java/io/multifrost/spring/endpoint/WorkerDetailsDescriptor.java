package io.multifrost.spring.endpoint;

import java.util.List;

/**
 * A worker that this application calls, with what it says of itself.
 *
 * @param worker the worker
 * @param functions its functions, as it answers
 * @param events its last events, the last first
 */
public record WorkerDetailsDescriptor(WorkerDescriptor worker, FunctionsDescriptor functions,
		List<EventDescriptor> events) {
}

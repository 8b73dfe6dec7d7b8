package io.multifrost.spring.endpoint;

import java.util.List;

/**
 * What there is of workers in an application.
 *
 * @param parents the workers that it calls
 * @param served the workers that it is itself
 * @param events the last events of all workers, the last first
 */
public record MultifrostDescriptor(List<WorkerDescriptor> parents, List<ServedDescriptor> served,
		List<EventDescriptor> events) {
}

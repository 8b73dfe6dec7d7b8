package io.multifrost.spring.endpoint;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.multifrost.spring.logging.WorkerEvent;

/**
 * What there is of workers in an application.
 *
 * @param parents the workers that it calls
 * @param served the workers that it is itself
 * @param events the last events of all workers, the last first
 */
public record MultifrostDescriptor(List<WorkerDescriptor> parents, List<ServedDescriptor> served,
		List<EventDescriptor> events) {

	/**
	 * An event.
	 *
	 * @param at when
	 * @param event its name, as in the log
	 * @param level how serious it is
	 * @param worker the name of the worker
	 * @param message what has happened, in words
	 * @param fields what else is known
	 */
	public record EventDescriptor(Instant at, String event, String level, String worker, String message,
			Map<String, Object> fields) {

		static EventDescriptor of(WorkerEvent event) {
			return new EventDescriptor(event.at(), event.name().toString(), event.level().name(), event.worker(),
					event.message(), event.fields());
		}

	}

}

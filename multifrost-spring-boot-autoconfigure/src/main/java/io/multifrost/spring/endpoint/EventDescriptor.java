package io.multifrost.spring.endpoint;

import java.time.Instant;
import java.util.Map;

import io.multifrost.spring.logging.WorkerEvent;

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

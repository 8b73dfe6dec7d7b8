package io.multifrost.spring.logging;

import java.time.Instant;
import java.util.Map;

import org.slf4j.event.Level;

/**
 * Something that has happened to a worker.
 *
 * @param at when
 * @param name what
 * @param level how serious it is
 * @param worker the name of the worker
 * @param message what has happened, in words
 * @param fields what else is known, by the keys under which it is logged, without their
 * prefix
 */
public record WorkerEvent(Instant at, EventName name, Level level, String worker, String message,
		Map<String, Object> fields) {
}

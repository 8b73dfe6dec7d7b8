package io.multifrost.spring.logging;

import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes events to the log, with their names and fields as key-value pairs.
 */
public final class EventLog implements Consumer<WorkerEvent> {

	/**
	 * The name of the logger, by which its level is set.
	 */
	public static final String LOGGER = "io.multifrost.events";

	/**
	 * What the keys of events begin with. Formats such as ECS have fields of their own
	 * called {@code event} or {@code error}, which hold objects.
	 */
	static final String PREFIX = "multifrost.";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	@Override
	public void accept(WorkerEvent event) {
		if (logger.isEnabledForLevel(event.level())) {
			LoggingEventBuilder builder = logger.atLevel(event.level())
				.addKeyValue(PREFIX + "event", event.name().toString())
				.addKeyValue(PREFIX + "worker", event.worker());
			for (var field : event.fields().entrySet()) {
				builder = builder.addKeyValue(PREFIX + field.getKey(), field.getValue());
			}
			builder.log("[{}] {}", event.worker(), event.message());
		}
	}

}

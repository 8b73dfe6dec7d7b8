package io.multifrost.internal;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker has logged: a line of its standard error that begins with a mark, behind
 * which is JSON.
 *
 * @param level the level
 * @param logger the name of the worker's logger
 * @param message the message
 * @param correlationId that of the call in which it was logged, or {@code null}
 * @param trace the trace of an exception, or {@code null}
 */
public record WorkerLogRecord(Level level, String logger, String message, @Nullable String correlationId,
		@Nullable String trace) {

	private static final char MARK = '\u001e';

	private static final JsonMapper JSON = new JsonMapper();

	private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {
	};

	/**
	 * Read a line.
	 * @param line the line
	 * @return the record, or {@code null} if the line is another one
	 */
	public static @Nullable WorkerLogRecord parse(String line) {
		if (line.isEmpty() || line.charAt(0) != MARK) {
			return null;
		}
		try {
			Map<String, Object> fields = JSON.readValue(line.substring(1), FIELDS);
			return new WorkerLogRecord(level(fields.get("level")), String.valueOf(fields.get("logger")),
					String.valueOf(fields.get("message")), text(fields.get("correlation_id")),
					text(fields.get("trace")));
		}
		catch (JacksonException ex) {
			// Whatever prints may begin with any character.
			return null;
		}
	}

	/**
	 * The levels of Python; those that a program has made itself count as information.
	 */
	private static Level level(@Nullable Object name) {
		return switch (String.valueOf(name)) {
			case "CRITICAL", "ERROR" -> Level.ERROR;
			case "WARNING" -> Level.WARN;
			case "DEBUG" -> Level.DEBUG;
			default -> Level.INFO;
		};
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Return whether it belongs to the standard error, and not to the standard output.
	 * @return whether it is a warning or worse
	 */
	public boolean isTrouble() {
		return this.level.compareTo(Level.WARN) <= 0;
	}

	/**
	 * Return the message with the trace.
	 * @return one line, or several where there is a trace
	 */
	public String event() {
		return (this.trace != null) ? this.message + "\n" + this.trace : this.message;
	}

	/**
	 * Return it for whoever knows only of lines.
	 * @return level, logger, message and trace
	 */
	public String text() {
		return this.level + " " + this.logger + ": " + event();
	}

}

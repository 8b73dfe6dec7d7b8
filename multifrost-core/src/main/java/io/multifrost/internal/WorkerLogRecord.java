package io.multifrost.internal;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import tools.jackson.core.JacksonException;
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

	/** Begins a record, also where what was printed before has no end of its line. */
	public static final char MARK = '\u001e';

	/** From these on, of Python's numbers, a level is the one of ours. */
	private static final int ERROR = 40;

	private static final int WARNING = 30;

	private static final int INFO = 20;

	/**
	 * Read a line. Not to be called on the I/O thread: the first record loads Jackson.
	 * @param line the line
	 * @return the record, or {@code null} if the line is another one: others, too, write
	 * JSON behind this mark
	 */
	public static @Nullable WorkerLogRecord parse(String line) {
		if (line.isEmpty() || line.charAt(0) != MARK) {
			return null;
		}
		try {
			return (Json.MAPPER.readValue(line.substring(1), Object.class) instanceof Map<?, ?> fields) ? of(fields)
					: null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable WorkerLogRecord of(Map<?, ?> fields) {
		if (fields.get("level") instanceof Number level && fields.get("logger") instanceof String logger
				&& fields.get("message") instanceof String message) {
			return new WorkerLogRecord(level(level.intValue()), logger, message, text(fields.get("correlation_id")),
					text(fields.get("trace")));
		}
		return null;
	}

	private static Level level(int number) {
		if (number >= WARNING) {
			return (number >= ERROR) ? Level.ERROR : Level.WARN;
		}
		return (number >= INFO) ? Level.INFO : Level.DEBUG;
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
	 * @return one line, or several
	 */
	public String event() {
		return (this.trace != null) ? this.message + "\n" + this.trace : this.message;
	}

	/**
	 * Return it for whoever knows only of lines.
	 * @return level, logger and message, then the trace
	 */
	public List<String> lines() {
		return (this.level + " " + this.logger + ": " + event()).lines().toList();
	}

	/** Loaded with the first record. */
	private static final class Json {

		static final JsonMapper MAPPER = new JsonMapper();

	}

}

package io.multifrost.internal.callback;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import io.multifrost.internal.WorkerLogRecord;
import io.multifrost.parent.ParentWorkerListener;

/**
 * Writes what workers print to the log, where nobody else asked for it.
 */
public final class OutputLog implements ParentWorkerListener {

	private static final String NAME = "io.multifrost.output";

	private static final String CORRELATION_ID = "correlation_id";

	private static final Logger logger = LoggerFactory.getLogger(NAME);

	private static final int MOST_LOGGERS = 200;

	/** By their names in the worker. Its events are told one at a time. */
	private final Map<String, Logger> loggers = new HashMap<>();

	private final boolean stdout;

	private final boolean stderr;

	public OutputLog(boolean stdout, boolean stderr) {
		this.stdout = stdout;
		this.stderr = stderr;
	}

	/**
	 * The worker has logged something.
	 * @param worker the name of the worker
	 * @param logged what it has logged
	 */
	void onLogged(String worker, WorkerLogRecord logged) {
		if (!(logged.isTrouble() ? this.stderr : this.stdout)) {
			return;
		}
		String before = MDC.get(CORRELATION_ID);
		try {
			if (logged.correlationId() != null) {
				MDC.put(CORRELATION_ID, logged.correlationId());
			}
			loggerOf(worker, logged.logger()).atLevel(logged.level()).log("[{}] {}", worker, logged.event());
		}
		finally {
			restore(before);
		}
	}

	/** The names come from the worker, and no logging system forgets one. */
	private Logger loggerOf(String worker, String name) {
		Logger known = this.loggers.get(name);
		if (known == null) {
			boolean room = this.loggers.size() < MOST_LOGGERS;
			known = LoggerFactory.getLogger(NAME + "." + worker + (room ? "." + name : ""));
			if (room) {
				this.loggers.put(name, known);
			}
		}
		return known;
	}

	private static void restore(@Nullable String before) {
		if (before != null) {
			MDC.put(CORRELATION_ID, before);
		}
		else {
			MDC.remove(CORRELATION_ID);
		}
	}

	@Override
	public void onStdout(String worker, String line) {
		if (this.stdout) {
			logger.info("[{}] {}", worker, line);
		}
	}

	@Override
	public void onStderr(String worker, String line) {
		if (this.stderr) {
			logger.warn("[{}] {}", worker, line);
		}
	}

}

package io.multifrost.internal.callback;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.parent.ParentWorkerListener;

/**
 * Writes what workers print to the log, where nobody else asked for it.
 */
public final class OutputLog implements ParentWorkerListener {

	private static final Logger logger = LoggerFactory.getLogger("io.multifrost.output");

	private final boolean stdout;

	private final boolean stderr;

	public OutputLog(boolean stdout, boolean stderr) {
		this.stdout = stdout;
		this.stderr = stderr;
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

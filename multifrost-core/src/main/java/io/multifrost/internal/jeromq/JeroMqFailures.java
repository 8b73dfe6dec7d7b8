package io.multifrost.internal.jeromq;

import java.nio.channels.ClosedChannelException;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;

/**
 * Told of what goes wrong in JeroMQ's threads, which go on after it. JeroMQ itself would
 * print it to the standard error.
 */
final class JeroMqFailures implements Thread.UncaughtExceptionHandler {

	private static final Logger logger = BackgroundLogger.of(JeroMqFailures.class);

	@Override
	public void uncaughtException(Thread thread, Throwable failure) {
		if (!isLate(failure)) {
			logger.warn("JeroMQ could not do what it had to on thread '{}'", thread.getName(), failure);
		}
	}

	/**
	 * Return whether a session has acknowledged its end when its socket was closed
	 * already. Nothing is lost then, and a worker that ends must not load its logging
	 * system for that.
	 */
	private static boolean isLate(Throwable failure) {
		Throwable cause = failure.getCause();
		// Not one of its subclasses, of which one tells of an interrupt.
		return cause != null && cause.getClass() == ClosedChannelException.class;
	}

}

package io.multifrost.internal.jeromq;

import java.nio.channels.ClosedChannelException;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.WarningPace;

/**
 * Told of what goes wrong in JeroMQ's threads, which go on after it. JeroMQ itself would
 * print it to the standard error. Strangers can cause it as often as they like, such as
 * by more metadata than JeroMQ has room for.
 */
final class JeroMqFailures implements Thread.UncaughtExceptionHandler {

	private static final Logger logger = BackgroundLogger.of(JeroMqFailures.class);

	private final WarningPace pace = new WarningPace();

	@Override
	public void uncaughtException(Thread thread, Throwable failure) {
		if (isLate(failure)) {
			return;
		}
		int due = count();
		if (due > 0) {
			logger.warn("JeroMQ could not do what it had to on thread '{}', the last of {} times since such a message",
					thread.getName(), due, failure);
		}
	}

	private synchronized int count() {
		return this.pace.add(1);
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

package io.multifrost.internal.transport;

import java.nio.channels.ClosedChannelException;

import io.multifrost.internal.LazyLogger;

/**
 * Told of what goes wrong in JeroMQ's threads, which go on after it. JeroMQ itself would
 * print it to the standard error.
 */
final class JeroMqFailures implements Thread.UncaughtExceptionHandler {

	private static final LazyLogger logger = new LazyLogger(JeroMqFailures.class);

	@Override
	public void uncaughtException(Thread thread, Throwable failure) {
		// The last acknowledgement of a session can come after its socket is closed:
		// nothing
		// is lost, and a worker that ends must not load its logging system for that.
		if (!(failure.getCause() instanceof ClosedChannelException)) {
			logger.get().warn("JeroMQ could not do what it had to on thread '{}'", thread.getName(), failure);
		}
	}

}

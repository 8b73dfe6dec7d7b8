package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;

/**
 * Lets the I/O thread, by which all workers live, go on after there was no memory for
 * what one connection carries. Java reads and writes by way of memory outside of the heap
 * as large as the rest of a message, which {@code -XX:MaxDirectMemorySize} limits; some
 * images set it to 10 MB. A heap that is full comes here too.
 */
final class MemoryShortage {

	private static final Logger logger = BackgroundLogger.of(MemoryShortage.class);

	/** Of so many in a minute, the last says that there is no memory for anything. */
	private static final int MAX_SHORTAGES = 100;

	private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final LoopSelector selector;

	private final EventLoop loop;

	private long windowBegan = System.nanoTime();

	private int shortages;

	private @Nullable SelectableChannel ended;

	/**
	 * Create the means to go on.
	 * @param selector the selector of the thread
	 * @param loop has JeroMQ look at all that it polls, of which it may have left some
	 */
	MemoryShortage(LoopSelector selector, EventLoop loop) {
		this.selector = selector;
		this.loop = loop;
	}

	/**
	 * End the connection that was being served: its other side, and all who wait for an
	 * answer, then know that there is none. Called on the I/O thread.
	 * @param failure what was thrown
	 * @return whether the thread can go on
	 */
	boolean overcome(Throwable failure) {
		SelectableChannel served = this.selector.takeServed();
		if (isTooOften()) {
			return false;
		}
		this.loop.look();
		if (served instanceof SocketChannel connection) {
			end(connection);
			logger.error("A connection is ended, since there is no memory for what it carries ({}): raise -Xmx or "
					+ "-XX:MaxDirectMemorySize, or send less at once", failure.getMessage());
		}
		else {
			// What was to be written is tried again when the connection has its turn.
			logger.warn("The I/O thread had too little memory, and goes on", failure);
		}
		return true;
	}

	private boolean isTooOften() {
		long now = System.nanoTime();
		if (now - this.windowBegan > WINDOW_NANOS) {
			this.windowBegan = now;
			this.shortages = 0;
		}
		this.shortages++;
		return this.shortages > MAX_SHORTAGES;
	}

	private void end(SocketChannel connection) {
		try {
			if (connection == this.ended) {
				// Not even its end could be read.
				connection.close();
			}
			else {
				// Not closed, which JeroMQ would not notice.
				connection.shutdownInput();
				connection.shutdownOutput();
			}
		}
		catch (IOException | NotYetConnectedException ex) {
			logger.debug("The connection has ended already", ex);
		}
		this.ended = connection;
	}

}

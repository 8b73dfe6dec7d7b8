package io.multifrost.internal.transport;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;

import io.multifrost.internal.LazyLogger;

/**
 * Lets the I/O thread, by which all workers live, go on after there was no memory for
 * what one connection carries. Java reads and writes by way of memory outside of the heap
 * as large as the rest of a message, which {@code -XX:MaxDirectMemorySize} limits; some
 * images set it to 10 MB.
 */
final class MemoryShortage {

	private static final LazyLogger logger = new LazyLogger(MemoryShortage.class);

	/** Beyond this there is no memory for anything. */
	private static final int MAX_SHORTAGES = 1000;

	private final LoopSelector selector;

	private int shortages;

	MemoryShortage(LoopSelector selector) {
		this.selector = selector;
	}

	/**
	 * End the connection that was being served: its other side, and all who wait for an
	 * answer, then know that there is none. Called on the I/O thread.
	 * @param failure what was thrown
	 * @return whether the thread can go on
	 */
	boolean overcome(Throwable failure) {
		SelectableChannel served = this.selector.takeServed();
		this.shortages++;
		if (this.shortages > MAX_SHORTAGES) {
			return false;
		}
		if (!(served instanceof SocketChannel connection)) {
			// What was to be written is tried again when the connection has its turn.
			return true;
		}
		logger.get()
			.error("A connection is ended, since there is no memory for what it carries ({}): raise -Xmx or "
					+ "-XX:MaxDirectMemorySize, or send less at once", failure.getMessage());
		return end(connection);
	}

	private static boolean end(SocketChannel connection) {
		try {
			// Not closed, which JeroMQ would not notice.
			connection.shutdownInput();
			connection.shutdownOutput();
			return true;
		}
		catch (IOException ex) {
			logger.get().error("The connection could not be ended", ex);
			return false;
		}
	}

}

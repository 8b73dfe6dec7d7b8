package io.multifrost.internal.stream;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.Message.Items;

/**
 * What a stream of items needs of the side that sends it. Safe for use by any thread.
 */
public interface Outlet {

	/**
	 * Send items. Returns at once.
	 */
	void send(Items items);

	/**
	 * Wait until what waits to be sent leaves room for more, but not for ever.
	 */
	default void awaitRoom() {
	}

	/**
	 * Run a task that does not block, when the I/O thread gets to it.
	 */
	void soon(Runnable task);

	/**
	 * Find a thread that goes on with the stream, and may wait for it. Returns at once.
	 * @param stream run once
	 */
	void resume(Runnable stream);

	/**
	 * The stream is over: nothing of it is sent any more. Called once.
	 * @param items how many items were sent
	 * @param failure what it has failed with or was stopped for, or {@code null} if all
	 * was sent
	 */
	void ended(long items, @Nullable Throwable failure);

}

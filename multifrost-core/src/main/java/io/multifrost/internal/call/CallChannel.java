package io.multifrost.internal.call;

import io.multifrost.ProtocolVersion;
import io.multifrost.internal.DeadlineSweep;
import io.multifrost.internal.message.Message;

/**
 * The way of calls to their worker, beside the messages of the calls themselves. Safe for
 * use by any thread; returns at once.
 */
public interface CallChannel extends DeadlineSweep.Timers {

	/**
	 * Return the version that messages are sent in.
	 */
	ProtocolVersion version();

	/**
	 * Send a message.
	 * @param message the message
	 */
	void send(Message message);

	/**
	 * Wait until what waits to be sent leaves room for more, but not for ever. Not to be
	 * called on the I/O thread.
	 */
	void awaitRoom();

	/**
	 * Run a task that does not block, when the I/O thread gets to it.
	 * @param task the task
	 */
	void execute(Runnable task);

}

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
	 * @return whether it was taken; not if too much waits to be sent already
	 */
	boolean send(Message message);

	/**
	 * Run a task that does not block, when the I/O thread gets to it.
	 * @param task the task
	 */
	void execute(Runnable task);

}

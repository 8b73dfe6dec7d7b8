package io.multifrost.internal.attachment;

import java.util.function.Consumer;

import io.multifrost.internal.jeromq.LinkListener;

/**
 * Reads what parents send, and lets an attachment know of the connection to them.
 */
public interface AttachedListener extends LinkListener {

	/**
	 * Tell somebody when the connection is there and when it is lost, on the I/O thread.
	 * @param onConnection told whether it is there
	 */
	void onConnection(Consumer<Boolean> onConnection);

}

package io.multifrost.child;

import java.util.function.Consumer;

import io.multifrost.internal.transport.IoLoop;
import io.multifrost.internal.transport.Link;
import io.multifrost.internal.transport.LinkOptions;

/**
 * How a worker is reached: by the parent that started it, or by whoever looks it up.
 */
interface Attachment {

	/**
	 * Open the link.
	 * @param loop the loop that owns it
	 * @param options the options of the socket
	 * @param receiver who reads what arrives
	 * @param onOpen given the link before anybody can find it
	 * @throws io.multifrost.MultifrostException if it cannot be opened
	 */
	void open(IoLoop loop, LinkOptions options, MessageReceiver receiver, Consumer<Link> onOpen);

	/**
	 * Tell those who look for the worker that it is no longer there.
	 */
	void withdraw();

}

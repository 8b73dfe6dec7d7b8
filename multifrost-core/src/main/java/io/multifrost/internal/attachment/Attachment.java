package io.multifrost.internal.attachment;

import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkOptions;

/**
 * How a worker is reached: by the parent that started it, or by whoever looks it up.
 */
public interface Attachment {

	/**
	 * Open the link, and let those find the worker who look for it.
	 * @param loop the loop that owns it
	 * @param options the options of the socket
	 * @param receiver who is told of the link, and reads what arrives
	 * @return the link
	 * @throws io.multifrost.MultifrostException if that is not possible; no link is left
	 * open then
	 */
	Link open(IoLoop loop, LinkOptions options, AttachedListener receiver);

	/**
	 * Tell those who look for the worker that it is no longer there, since it ends.
	 */
	void withdraw();

}

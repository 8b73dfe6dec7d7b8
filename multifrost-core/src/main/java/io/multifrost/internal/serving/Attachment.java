package io.multifrost.internal.serving;

import java.util.Map;

import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkOptions;

/**
 * How a worker is reached: by the parent that started it, or by whoever looks it up.
 */
public interface Attachment {

	/**
	 * Choose how a worker is reached: by the parent that started it, if one did.
	 * @param settings the settings of the worker
	 * @param environment the environment of this process
	 * @param onParentGone told when that parent has gone
	 * @return an attachment that is not open yet
	 * @throws IllegalStateException if no parent started it and it has no service id
	 */
	static Attachment of(ChildSettings settings, Map<String, String> environment, Runnable onParentGone) {
		Integer port = settings.port();
		String serviceId = settings.serviceId();
		if (port != null) {
			return new ParentAttachment(port, onParentGone);
		}
		if (serviceId == null || SpawnEnvironment.isSpawned(environment)) {
			return new ParentAttachment(SpawnEnvironment.port(environment), onParentGone);
		}
		return new ServiceAttachment(serviceId, settings.registry().get(), settings.bindAddress(), settings.ports());
	}

	/**
	 * Open the link, and let those find the worker who look for it.
	 * @param loop the loop that owns it
	 * @param options the options of the socket
	 * @param receiver who is told of the link, and reads what arrives
	 * @return the link
	 * @throws io.multifrost.MultifrostException if that is not possible; no link is left
	 * open then
	 */
	Link open(IoLoop loop, LinkOptions options, MessageReceiver receiver);

	/**
	 * Tell those who look for the worker that it is no longer there, since it ends.
	 */
	void withdraw();

}

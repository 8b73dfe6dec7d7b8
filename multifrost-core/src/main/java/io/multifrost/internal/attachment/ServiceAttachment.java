package io.multifrost.internal.attachment;

import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.registry.ServiceRegistry;

/**
 * Connect mode: the worker binds a port first and registers it then, so that whoever
 * finds it finds it listening.
 */
public final class ServiceAttachment implements Attachment {

	private static final Logger logger = BackgroundLogger.of(ServiceAttachment.class);

	private final String serviceId;

	private final ServiceRegistry registry;

	private final String bindAddress;

	private final PortRange ports;

	private ServiceRegistry.@Nullable Registration registration;

	public ServiceAttachment(String serviceId, ServiceRegistry registry, String bindAddress, PortRange ports) {
		this.serviceId = serviceId;
		this.registry = registry;
		this.bindAddress = bindAddress;
		this.ports = ports;
	}

	@Override
	public Link open(IoLoop loop, LinkOptions options, AttachedListener receiver) {
		warnOfOthers(BindAddress.check(this.serviceId, this.bindAddress));
		Link link = bind(loop, options, receiver);
		try {
			this.registration = this.registry.register(this.serviceId, link.endpoint().port());
			return link;
		}
		catch (RuntimeException | Error ex) {
			link.close().join();
			throw ex;
		}
	}

	private Link bind(IoLoop loop, LinkOptions options, AttachedListener receiver) {
		Throwable last = null;
		for (int port = this.ports.first(); port <= this.ports.last(); port++) {
			try {
				return loop.bindRouter(new Endpoint(this.bindAddress, port), options, receiver).join();
			}
			catch (CompletionException ex) {
				last = ex.getCause();
			}
		}
		throw new MultifrostException("Service '" + this.serviceId + "' found no free port in the range " + this.ports
				+ " at " + this.bindAddress + "; widen the range (port-range)", last);
	}

	private void warnOfOthers(BindAddress address) {
		if (!address.isLocal()) {
			logger.warn("Service '{}' listens at {}, where others than this machine may reach it: nothing protects it",
					this.serviceId, this.bindAddress);
		}
		if (!address.isFoundById()) {
			logger.warn("Service '{}' listens at {} alone, but parents that look it up by its id connect to 127.0.0.1: "
					+ "they have to name its endpoint, or it has to listen at 127.0.0.1 or 0.0.0.0 (bind-address)",
					this.serviceId, this.bindAddress);
		}
	}

	@Override
	public void withdraw() {
		if (this.registration != null) {
			this.registration.close();
		}
	}

}

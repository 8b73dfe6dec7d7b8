package io.multifrost.internal.attachment;

import java.util.Map;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.registry.ServiceEntry;
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

	private final SocketSecurity security;

	private ServiceRegistry.@Nullable Registration registration;

	/**
	 * Create an attachment that is not open yet.
	 * @param serviceId the id of the service
	 * @param registry where it is registered
	 * @param bindAddress the address at which it listens
	 * @param ports the ports of which it takes the first that is free
	 * @param security by which keys it and its parents know each other
	 */
	public ServiceAttachment(String serviceId, ServiceRegistry registry, String bindAddress, PortRange ports,
			SocketSecurity security) {
		this.serviceId = serviceId;
		this.registry = registry;
		this.bindAddress = bindAddress;
		this.ports = ports;
		this.security = security;
	}

	@Override
	public Link open(IoLoop loop, LinkOptions options, AttachedListener receiver) {
		warnOfOthers(BindAddress.check(this.serviceId, this.bindAddress));
		Link link = bind(loop, options.withSecurity(this.security), receiver);
		try {
			this.registration = this.registry.register(this.serviceId, link.endpoint().port(), metadata());
			return link;
		}
		catch (RuntimeException | Error ex) {
			link.close().join();
			throw ex;
		}
	}

	private Map<String, String> metadata() {
		return (this.security instanceof SocketSecurity.Server server)
				? Map.of(ServiceEntry.PUBLIC_KEY, server.publicKey()) : Map.of();
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
		if (!address.isLocal() && this.security == SocketSecurity.NONE) {
			logger.warn("Service '{}' listens at {}, where others than this machine may reach it, and nothing protects "
					+ "it: give it a key (multifrost.security), or see that the network lets its parents alone through",
					this.serviceId, this.bindAddress);
		}
		if (!address.isFoundById() && !this.registry.hasSeveralInstances()) {
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

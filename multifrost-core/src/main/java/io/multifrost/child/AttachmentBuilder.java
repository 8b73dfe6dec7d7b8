package io.multifrost.child;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.Ports;
import io.multifrost.internal.attachment.PortRange;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Collects how a worker is reached: by the parent that started it, or as a service.
 *
 * @param <B> the type of the builder
 */
abstract class AttachmentBuilder<B extends AttachmentBuilder<B>> {

	@Nullable Integer port;

	@Nullable String serviceId;

	Supplier<ServiceRegistry> registry = FileServiceRegistry::standard;

	String bindAddress = "127.0.0.1";

	PortRange ports = PortRange.ANY;

	boolean allowShutdown;

	abstract B self();

	/**
	 * Name the id under which parents find this worker, where none has started it.
	 * @param serviceId the id
	 * @return this builder
	 */
	public B serviceId(String serviceId) {
		if (serviceId.isBlank()) {
			throw new IllegalArgumentException("The service id must not be blank");
		}
		this.serviceId = serviceId;
		return self();
	}

	/**
	 * Register the service elsewhere than in the registry that all implementations share.
	 * @param registry where parents look
	 * @return this builder
	 */
	public B registry(ServiceRegistry registry) {
		this.registry = () -> registry;
		return self();
	}

	/**
	 * Name the address at which the service listens. By default {@code 127.0.0.1}, which
	 * this machine alone can reach; nothing protects another one.
	 * @param address a host name or address of this machine
	 * @return this builder
	 */
	public B bindAddress(String address) {
		this.bindAddress = Objects.requireNonNull(address, "address");
		return self();
	}

	/**
	 * Name the ports of which the service takes the first that is free. By default any.
	 * @param first the first port, at least 1024
	 * @param last the last port
	 * @return this builder
	 * @throws IllegalArgumentException if this is no range of ports
	 */
	public B portRange(int first, int last) {
		this.ports = new PortRange(first, last);
		return self();
	}

	/**
	 * Name the port at which the parent listens, instead of reading it from the
	 * environment variable {@code COMLINK_ZMQ_PORT}.
	 * @param port a port of this machine's loopback address
	 * @return this builder
	 * @throws IllegalArgumentException if it is no port
	 */
	public B port(int port) {
		if (!Ports.isPort(port)) {
			throw new IllegalArgumentException("port must be from 1 to " + Ports.MAX + ", but is " + port);
		}
		this.port = port;
		return self();
	}

	/**
	 * Say whether a service ends when a parent asks it to. By default it does not, since
	 * whoever can connect can ask, and all other parents would lose it. A worker that a
	 * parent has started always obeys that parent.
	 * @param allow whether to end
	 * @return this builder
	 */
	public B allowShutdown(boolean allow) {
		this.allowShutdown = allow;
		return self();
	}

}

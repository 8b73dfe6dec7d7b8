package io.multifrost.child;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.Ports;
import io.multifrost.internal.attachment.PortRange;
import io.multifrost.internal.jeromq.curve.CurveKeys;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.security.CurveKeyPair;

/**
 * Collects how a worker is reached: by the parent that started it, or as a service.
 *
 * @param <B> the type of the builder
 */
abstract class AttachmentBuilder<B extends AttachmentBuilder<B>> {

	private static final String ANY_CLIENT = "*";

	@Nullable Integer port;

	@Nullable String serviceId;

	Supplier<ServiceRegistry> registry = FileServiceRegistry::standard;

	String bindAddress = "127.0.0.1";

	PortRange ports = PortRange.ANY;

	SocketSecurity security = SocketSecurity.NONE;

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
	 * this machine alone can reach; others are to be protected by {@linkplain #keys
	 * keys}.
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
	 * Close the service to all but those parents that know its public key and have one
	 * that is allowed. All that they say is encrypted.
	 * @param own the key pair of the service
	 * @param allowedClients the public keys of the parents, or {@code *} alone for each
	 * that knows the public key of the service
	 * @return this builder
	 * @throws IllegalArgumentException if no parent is allowed, or one of the keys is
	 * none
	 */
	public B keys(CurveKeyPair own, Collection<String> allowedClients) {
		if (allowedClients.isEmpty()) {
			throw new IllegalArgumentException(
					"No client is allowed: name the public keys of the parents, or * for each that knows the key of the "
							+ "service");
		}
		boolean any = allowedClients.contains(ANY_CLIENT);
		if (any && allowedClients.size() > 1) {
			throw new IllegalArgumentException("Each client is allowed (*), and some are named: say one of both");
		}
		Set<String> allowed = Set.copyOf(allowedClients);
		if (!any) {
			allowed.forEach((key) -> CurveKeys.require("One of the allowed clients", key));
		}
		if (allowed.contains(own.secretKey())) {
			throw new IllegalArgumentException("An allowed client is named by a secret key: name it by its public one");
		}
		String ownKey = own.publicKey();
		// Who has the key of the service may call it, such as a probe beside it.
		this.security = new SocketSecurity.Server(own.secretKey(),
				(key) -> any || key.equals(ownKey) || allowed.contains(key));
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

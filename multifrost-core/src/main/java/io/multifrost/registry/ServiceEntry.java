package io.multifrost.registry;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.Ports;

/**
 * A service that is registered.
 *
 * @param serviceId the name by which it is found
 * @param host the name or address of the machine on which it serves
 * @param port the TCP port on which it serves (1 to 65535)
 * @param pid the process that serves it, or {@code null} where the registry does not know
 * it
 * @param started when it was registered, as the registering process wrote it. Each
 * language writes it in another form, so that it is for people alone; empty where there
 * is none
 * @param metadata what else the registry knows of it, empty if nothing
 */
public record ServiceEntry(String serviceId, String host, int port, @Nullable Long pid, String started,
		Map<String, String> metadata) {

	/** Where services of this machine are. */
	public static final String LOCAL_HOST = "127.0.0.1";

	/** The key of the metadata under which the zone of a service is. */
	public static final String ZONE = "zone";

	/**
	 * The key of the metadata under which the public key of a service is, in the form of
	 * ZeroMQ (Z85): who connects to it makes sure that it is the service that has the
	 * secret key.
	 */
	public static final String PUBLIC_KEY = "multifrost-public-key";

	/**
	 * Create an entry.
	 */
	public ServiceEntry {
		if (serviceId.isBlank()) {
			throw new IllegalArgumentException("The service id is blank: give the service a name");
		}
		if (!Ports.isPort(port)) {
			throw new IllegalArgumentException("Port " + port + " of service '" + serviceId
					+ "' is none: register the port (1 to 65535) that the service has bound");
		}
		if (pid != null && pid < 1) {
			throw new IllegalArgumentException("Process id " + pid + " of service '" + serviceId + "' is none");
		}
		if (host.isBlank()) {
			throw new IllegalArgumentException("The host of service '" + serviceId + "' is blank: name one");
		}
		metadata = Map.copyOf(metadata);
	}

	/**
	 * Create an entry of a service on this machine.
	 * @param serviceId the name by which it is found
	 * @param port the TCP port on which it serves
	 * @param pid the process that serves it
	 * @param started when it was registered
	 */
	public ServiceEntry(String serviceId, int port, long pid, String started) {
		this(serviceId, LOCAL_HOST, port, pid, started, Map.of());
	}

	/**
	 * Return where the service is, as its operators name places.
	 * @return the zone, or {@code null} if none is known
	 */
	public @Nullable String zone() {
		return this.metadata.get(ZONE);
	}

	/**
	 * Return the key by which the service shows who it is.
	 * @return the public key, or {@code null} if none is known
	 */
	public @Nullable String publicKey() {
		return this.metadata.get(PUBLIC_KEY);
	}

}

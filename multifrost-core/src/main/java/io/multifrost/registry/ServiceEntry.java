package io.multifrost.registry;

import io.multifrost.internal.Ports;

/**
 * A service that is registered.
 *
 * @param serviceId the name by which it is found
 * @param port the TCP port on which it serves (1 to 65535), on the loopback interface
 * unless something else was agreed
 * @param pid the process that serves it
 * @param started when it was registered, as the registering process wrote it. Each
 * language writes it in another form, so that it is for people alone; empty where there
 * is none
 */
public record ServiceEntry(String serviceId, int port, long pid, String started) {

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
		if (pid < 1) {
			throw new IllegalArgumentException("Process id " + pid + " of service '" + serviceId + "' is none");
		}
	}

}

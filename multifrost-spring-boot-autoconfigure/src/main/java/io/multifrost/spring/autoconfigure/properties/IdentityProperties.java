package io.multifrost.spring.autoconfigure.properties;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of what workers are told of who makes a call.
 *
 * @param sendTo Names of the workers that are told the name and the authorities of the
 * one who is authenticated where a call is made, or * for all.
 * @param accept Whether functions of this application run as the one whom their caller
 * names, for method security; whoever may call is believed.
 */
@ConfigurationProperties("multifrost.identity")
public record IdentityProperties(@DefaultValue List<String> sendTo, boolean accept) {

	/**
	 * Refuse to believe strangers: beyond this machine, callers have to be known by their
	 * keys.
	 * @param worker where services of this application listen
	 * @param security who may call them
	 */
	public void check(WorkerProperties worker, SecurityProperties security) {
		boolean known = security.local()
				|| !security.allowedClients().isEmpty() && !security.allowedClients().contains("*");
		if (this.accept && !known && !isLoopback(worker.bindAddress())) {
			throw new InvalidConfigurationException(
					"multifrost.identity.accept believes callers who they are, but whoever can connect to "
							+ worker.bindAddress() + " may call",
					"Name the public keys of those who may in multifrost.security.allowed-clients, or listen on "
							+ "loopback (multifrost.worker.bind-address), or set multifrost.identity.accept=false",
					null);
		}
	}

	private static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false; // the worker says so when it starts
		}
	}

}

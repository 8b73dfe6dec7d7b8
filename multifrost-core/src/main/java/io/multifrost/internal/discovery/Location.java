package io.multifrost.internal.discovery;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.registry.ServiceEntry;

/**
 * Where an instance of a service is.
 *
 * @param endpoint its address
 * @param address the same as a text
 * @param pid its process id, or {@code null} where it is not known
 * @param zone its zone, or {@code null} where it is not known
 * @param publicKey the key by which it shows who it is, or {@code null} where it is not
 * known
 */
public record Location(Endpoint endpoint, String address, @Nullable Long pid, @Nullable String zone,
		@Nullable String publicKey) {

	public static Location of(ServiceEntry entry) {
		Endpoint endpoint = new Endpoint(entry.host(), entry.port());
		return new Location(endpoint, endpoint.toString(), entry.pid(), entry.zone(), entry.publicKey());
	}

	public static Location of(Endpoint endpoint) {
		return new Location(endpoint, endpoint.toString(), null, null, null);
	}

}

package io.multifrost.internal.supervision;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.registry.ServiceEntry;

/**
 * Where an instance of a service is.
 *
 * @param endpoint its address
 * @param pid its process id, or {@code null} where it is not known
 * @param zone its zone, or {@code null} where it is not known
 * @param publicKey the key by which it shows who it is, or {@code null} where it is not
 * known
 */
record Location(Endpoint endpoint, @Nullable Long pid, @Nullable String zone, @Nullable String publicKey) {

	static Location of(ServiceEntry entry) {
		return new Location(new Endpoint(entry.host(), entry.port()), entry.pid(), entry.zone(), entry.publicKey());
	}

	static Location of(Endpoint endpoint) {
		return new Location(endpoint, null, null, null);
	}

}

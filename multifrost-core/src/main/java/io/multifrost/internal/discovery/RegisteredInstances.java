package io.multifrost.internal.discovery;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.multifrost.MultifrostException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.registry.ServiceRegistry;

/**
 * Those that a registry names.
 *
 * @param serviceId the id of the service
 * @param registry the registry
 */
public record RegisteredInstances(String serviceId, ServiceRegistry registry) implements InstanceSource {

	/**
	 * Return where a service is looked for, in words for a message.
	 */
	public static String describe(String serviceId) {
		return "where service '" + serviceId + "' is registered";
	}

	@Override
	public String description() {
		return describe(this.serviceId);
	}

	@Override
	public Set<Location> locations() {
		return this.registry.findAll(this.serviceId)
			.stream()
			.map(Location::of)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	@Override
	public MultifrostException noneFound() {
		try {
			this.registry.await(this.serviceId, Duration.ZERO);
		}
		catch (MultifrostException ex) {
			return ex;
		}
		return new ServiceNotFoundException(this.serviceId, "it has only just been registered");
	}

}

package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.supervision.ConnectedGeneration.Location;
import io.multifrost.internal.supervision.ConnectedGeneration.Locator;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * A worker that is found by its service id.
 */
public final class ServiceTarget implements Target {

	private final String serviceId;

	private Supplier<ServiceRegistry> registry;

	/**
	 * Create a target.
	 * @param serviceId the id of the service
	 * @param registry where it is looked up, asked when the worker is built
	 */
	public ServiceTarget(String serviceId, Supplier<ServiceRegistry> registry) {
		if (serviceId.isBlank()) {
			throw new IllegalArgumentException("The service id must not be blank");
		}
		this.serviceId = serviceId;
		this.registry = registry;
	}

	public void registry(ServiceRegistry registry) {
		this.registry = () -> registry;
	}

	@Override
	public String defaultName() {
		return this.serviceId;
	}

	@Override
	public GenerationFactory generations(InstanceContext context) {
		ServiceRegistry registry = this.registry.get();
		int turn = context.number() - 1;
		Locator locator = new Locator("where service '" + this.serviceId + "' is registered",
				(timeout) -> locate(registry, turn, timeout));
		return (recovery, listener) -> new ConnectedGeneration(context, locator, recovery, listener);
	}

	/**
	 * Instances take the service's instances in turn, counted around as often as needed.
	 */
	private Location locate(ServiceRegistry registry, int turn, Duration timeout) {
		ServiceEntry first = registry.await(this.serviceId, timeout);
		List<ServiceEntry> all = registry.findAll(this.serviceId);
		ServiceEntry entry = all.isEmpty() ? first : all.get(turn % all.size());
		return new Location(new Endpoint(entry.host(), entry.port()), entry.pid());
	}

}

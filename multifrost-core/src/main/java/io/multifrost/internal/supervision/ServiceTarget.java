package io.multifrost.internal.supervision;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.discovery.InstanceSource;
import io.multifrost.internal.discovery.Location;
import io.multifrost.internal.discovery.RegisteredInstances;
import io.multifrost.internal.supervision.ConnectedGeneration.Locator;
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
		Locator locator = new Locator(RegisteredInstances.describe(this.serviceId),
				(timeout) -> Location.of(registry.await(this.serviceId, timeout)));
		return ConnectedGeneration.lives(context, locator);
	}

	@Override
	public @Nullable InstanceSource source() {
		ServiceRegistry registry = this.registry.get();
		return registry.hasSeveralInstances() ? new RegisteredInstances(this.serviceId, registry) : null;
	}

}

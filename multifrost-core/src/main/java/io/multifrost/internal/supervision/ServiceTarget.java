package io.multifrost.internal.supervision;

import java.util.function.Supplier;

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
		return GenerationFactory.connecting(context,
				ServiceLocator.of(this.registry.get(), this.serviceId, context.number() - 1));
	}

	@Override
	public Target copy() {
		return new ServiceTarget(this.serviceId, this.registry);
	}

}

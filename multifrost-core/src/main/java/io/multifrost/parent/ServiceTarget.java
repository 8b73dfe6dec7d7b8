package io.multifrost.parent;

import org.jspecify.annotations.Nullable;

import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;

/**
 * A worker that is found by its service id.
 */
final class ServiceTarget implements Target {

	private final String serviceId;

	private @Nullable ServiceRegistry registry;

	ServiceTarget(String serviceId) {
		if (serviceId.isBlank()) {
			throw new IllegalArgumentException("The service id must not be blank");
		}
		this.serviceId = serviceId;
	}

	void registry(ServiceRegistry registry) {
		this.registry = registry;
	}

	@Override
	public String defaultName() {
		return this.serviceId;
	}

	@Override
	public GenerationFactory generations(InstanceContext context) {
		ServiceRegistry used = (this.registry != null) ? this.registry : FileServiceRegistry.standard();
		return GenerationFactory.connecting(context, ServiceLocator.of(used, this.serviceId, context.number() - 1));
	}

	@Override
	public Target copy() {
		ServiceTarget copy = new ServiceTarget(this.serviceId);
		copy.registry = this.registry;
		return copy;
	}

}

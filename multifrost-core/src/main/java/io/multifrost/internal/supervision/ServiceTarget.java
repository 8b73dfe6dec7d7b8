package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.ServiceNotFoundException;
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
		Locator locator = new Locator(description(),
				(timeout) -> Location.of(registry.await(this.serviceId, timeout)));
		return ConnectedGeneration.lives(context, locator);
	}

	@Override
	public @Nullable InstanceSource source() {
		ServiceRegistry registry = this.registry.get();
		return registry.hasSeveralInstances() ? new RegisteredInstances(registry) : null;
	}

	private String description() {
		return "where service '" + this.serviceId + "' is registered";
	}

	/**
	 * Those that a registry names.
	 */
	private final class RegisteredInstances implements InstanceSource {

		private final ServiceRegistry registry;

		RegisteredInstances(ServiceRegistry registry) {
			this.registry = registry;
		}

		@Override
		public String description() {
			return ServiceTarget.this.description();
		}

		@Override
		public Set<Location> locations() {
			return this.registry.findAll(ServiceTarget.this.serviceId)
				.stream()
				.map(Location::of)
				.collect(Collectors.toCollection(LinkedHashSet::new));
		}

		@Override
		public MultifrostException noneFound() {
			try {
				this.registry.await(ServiceTarget.this.serviceId, Duration.ZERO);
			}
			catch (MultifrostException ex) {
				return ex;
			}
			return new ServiceNotFoundException(ServiceTarget.this.serviceId, "it has only just been registered");
		}

	}

}

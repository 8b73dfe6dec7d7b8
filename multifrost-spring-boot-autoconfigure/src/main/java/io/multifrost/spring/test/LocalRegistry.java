package io.multifrost.spring.test;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.multifrost.ServiceNotFoundException;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Takes note of the one worker that registers, for nobody else to find.
 */
class LocalRegistry implements ServiceRegistry {

	private volatile @Nullable ServiceEntry entry;

	String endpoint() {
		ServiceEntry registered = this.entry;
		if (registered == null) {
			throw new IllegalStateException("The worker has not started");
		}
		return "tcp://127.0.0.1:" + registered.port();
	}

	@Override
	public Registration register(String serviceId, int port) {
		ServiceEntry registered = new ServiceEntry(serviceId, port, ProcessHandle.current().pid(), "");
		this.entry = registered;
		return new LocalRegistration(registered, () -> this.entry = null);
	}

	@Override
	public Optional<ServiceEntry> find(String serviceId) {
		return Optional.ofNullable(this.entry);
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		return find(serviceId)
			.orElseThrow(() -> new ServiceNotFoundException(serviceId, "it is not this one, or has not started"));
	}

	/**
	 * A service that is registered within this process alone.
	 *
	 * @param entry what was registered
	 * @param removal removes it
	 */
	record LocalRegistration(ServiceEntry entry, Runnable removal) implements ServiceRegistry.Registration {

		@Override
		public void close() {
			this.removal.run();
		}

	}

}

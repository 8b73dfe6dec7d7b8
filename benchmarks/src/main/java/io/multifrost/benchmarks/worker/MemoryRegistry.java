package io.multifrost.benchmarks.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.multifrost.ServiceNotFoundException;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Knows where the services of this process listen, and keeps them out of the user's
 * registry.
 */
final class MemoryRegistry implements ServiceRegistry {

	private final Map<String, ServiceEntry> entries = new ConcurrentHashMap<>();

	@Override
	public Registration register(String serviceId, int port) {
		return register(serviceId, port, Map.of());
	}

	@Override
	public Registration register(String serviceId, int port, Map<String, String> metadata) {
		ServiceEntry entry = new ServiceEntry(serviceId, ServiceEntry.LOCAL_HOST, port, ProcessHandle.current().pid(),
				"", metadata);
		this.entries.put(serviceId, entry);
		return new Registration() {

			@Override
			public ServiceEntry entry() {
				return entry;
			}

			@Override
			public void close() {
				MemoryRegistry.this.entries.remove(serviceId);
			}

		};
	}

	@Override
	public Optional<ServiceEntry> find(String serviceId) {
		return Optional.ofNullable(this.entries.get(serviceId));
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		return find(serviceId).orElseThrow(() -> new ServiceNotFoundException(serviceId, "it is not of this process"));
	}

}

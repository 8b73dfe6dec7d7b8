package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.multifrost.ServiceNotFoundException;
import io.multifrost.registry.RegistryException;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Knows what the test has added.
 */
final class SeveralRegistry implements ServiceRegistry {

	final List<ServiceEntry> entries = new CopyOnWriteArrayList<>();

	volatile RegistryException failure;

	final AtomicInteger looks = new AtomicInteger();

	void remove(String name) {
		this.entries.removeIf((entry) -> entry.started().equals(name));
	}

	@Override
	public Registration register(String serviceId, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean hasSeveralInstances() {
		return true;
	}

	@Override
	public Optional<ServiceEntry> find(String serviceId) {
		return findAll(serviceId).stream().findFirst();
	}

	@Override
	public List<ServiceEntry> findAll(String serviceId) {
		this.looks.incrementAndGet();
		if (this.failure != null) {
			throw this.failure;
		}
		return this.entries;
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		return find(serviceId).orElseThrow(() -> new ServiceNotFoundException(serviceId, "nobody has added it"));
	}

}

package io.multifrost.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.multifrost.child.ChildWorker;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Serves what the sample's text worker does once in each of two zones, and knows where.
 */
class TwoZones implements ServiceRegistry, AutoCloseable {

	private final List<ServiceEntry> entries = new CopyOnWriteArrayList<>();

	private final List<ChildWorker> services = List.of(serve(), serve());

	private ChildWorker serve() {
		return ChildWorker.serving(new TextWorker())
			.serviceId("remote")
			.registry(this)
			.forwardOutput(false)
			.build()
			.start();
	}

	@Override
	public Registration register(String serviceId, int port) {
		ServiceEntry entry = new ServiceEntry(serviceId, ServiceEntry.LOCAL_HOST, port, null, "",
				Map.of(ServiceEntry.ZONE, this.entries.isEmpty() ? "west" : "east"));
		this.entries.add(entry);
		return new Registration() {

			@Override
			public ServiceEntry entry() {
				return entry;
			}

			@Override
			public void close() {
				TwoZones.this.entries.remove(entry);
			}

		};
	}

	@Override
	public boolean hasSeveralInstances() {
		return true;
	}

	@Override
	public Optional<ServiceEntry> find(String serviceId) {
		return this.entries.stream().findFirst();
	}

	@Override
	public List<ServiceEntry> findAll(String serviceId) {
		return List.copyOf(this.entries);
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		return find(serviceId).orElseThrow();
	}

	@Override
	public void close() {
		this.services.forEach(ChildWorker::close);
	}

}

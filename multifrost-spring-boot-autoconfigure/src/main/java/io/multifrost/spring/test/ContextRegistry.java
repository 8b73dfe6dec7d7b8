package io.multifrost.spring.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Keeps the services of one application context for its own workers to find, since tests
 * keep several contexts of one application, with the same service ids. What is not among
 * them is looked for where other processes register.
 */
class ContextRegistry implements ServiceRegistry {

	/** How long to wait elsewhere, before this context is looked at again. */
	private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

	private final ServiceRegistry others;

	private final Map<String, ServiceEntry> own = new ConcurrentHashMap<>();

	ContextRegistry(ServiceRegistry others) {
		this.others = others;
	}

	@Override
	public Registration register(String serviceId, int port) {
		return register(serviceId, port, Map.of());
	}

	@Override
	public Registration register(String serviceId, int port, Map<String, String> metadata) {
		long pid = ProcessHandle.current().pid();
		ServiceEntry entry = new ServiceEntry(serviceId, ServiceEntry.LOCAL_HOST, port, pid, "", metadata);
		ServiceEntry other = this.own.putIfAbsent(serviceId, entry);
		if (other != null) {
			throw new ServiceAlreadyRunningException(serviceId, pid, other.port(),
					"that is this application context; close that registration first, or give this service another id");
		}
		return new LocalRegistration(entry, () -> this.own.remove(serviceId, entry));
	}

	@Override
	public Optional<ServiceEntry> find(String serviceId) {
		return Optional.ofNullable(this.own.get(serviceId)).or(() -> this.others.find(serviceId));
	}

	@Override
	public List<ServiceEntry> findAll(String serviceId) {
		ServiceEntry entry = this.own.get(serviceId);
		return (entry != null) ? List.of(entry) : this.others.findAll(serviceId);
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		while (true) {
			ServiceEntry entry = this.own.get(serviceId);
			if (entry != null) {
				return entry;
			}
			long left = Math.max(0, end - System.nanoTime());
			try {
				return this.others.await(serviceId, Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
			}
			catch (ServiceNotFoundException ex) {
				if (left == 0) {
					throw ex.after(timeout);
				}
			}
		}
	}

	/**
	 * A service that is registered within this process alone.
	 *
	 * @param entry what was registered
	 * @param removal removes it
	 */
	private record LocalRegistration(ServiceEntry entry, Runnable removal) implements Registration {

		@Override
		public void close() {
			this.removal.run();
		}

	}

}

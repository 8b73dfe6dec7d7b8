package io.multifrost.spring.discovery;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.internal.Threads;
import io.multifrost.registry.RegistryException;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Finds services by Spring Cloud's discovery client, and publishes those of this
 * application in its own registration. A service is a port of an application: the
 * instances of an application named like the service are looked at first, and if none of
 * them has it, those of all others. Safe for use by several threads.
 */
public final class DiscoveryServiceRegistry implements ServiceRegistry {

	/** A discovery client does not tell when something changes. */
	private static final Duration POLL = Duration.ofMillis(250);

	/** How long it is known which applications have a service: asking all is dear. */
	private static final long KNOWN_NANOS = Duration.ofSeconds(10).toNanos();

	/** How long it is known that none has it. */
	private static final long MISSING_NANOS = Duration.ofSeconds(1).toNanos();

	private static final int MOST_NAMED = 10;

	private final DiscoveryClient client;

	private final ServicePublisher publisher;

	private final @Nullable String zone;

	private final LongSupplier nanoTime;

	private final InstanceMetadata metadata = new InstanceMetadata();

	private final Map<String, Search> searches = new ConcurrentHashMap<>();

	private final Map<String, DiscoveryRegistration> held = new LinkedHashMap<>();

	/**
	 * Create a registry.
	 * @param client finds the instances
	 * @param publisher publishes what this application has
	 * @param zone where this application is, which is published with its services; or
	 * {@code null}
	 */
	public DiscoveryServiceRegistry(DiscoveryClient client, ServicePublisher publisher, @Nullable String zone) {
		this(client, publisher, zone, System::nanoTime);
	}

	DiscoveryServiceRegistry(DiscoveryClient client, ServicePublisher publisher, @Nullable String zone,
			LongSupplier nanoTime) {
		this.client = client;
		this.publisher = publisher;
		this.zone = zone;
		this.nanoTime = nanoTime;
	}

	@Override
	public Registration register(String serviceId, int port) {
		return register(serviceId, port, Map.of());
	}

	@Override
	public synchronized Registration register(String serviceId, int port, Map<String, String> metadata) {
		DiscoveryRegistration other = this.held.get(serviceId);
		if (other != null) {
			throw new ServiceAlreadyRunningException(serviceId, ProcessHandle.current().pid(), other.entry().port(),
					"that is this application; close that registration first, or give this service another id");
		}
		String key = InstanceMetadata.key(serviceId);
		checkSame(serviceId, metadata);
		Map<String, String> published = new LinkedHashMap<>(metadata);
		if (this.zone != null) {
			published.put(ServiceEntry.ZONE, this.zone);
		}
		published.put(key, Integer.toString(port));
		String host = ask("publish service '" + serviceId + "'", () -> this.publisher.publish(published));
		ServiceEntry entry = new ServiceEntry(serviceId, host, port, ProcessHandle.current().pid(), "", metadata);
		DiscoveryRegistration registration = new DiscoveryRegistration(entry, key);
		this.held.put(serviceId, registration);
		return registration;
	}

	/**
	 * All services of an application share its metadata.
	 */
	private void checkSame(String serviceId, Map<String, String> metadata) {
		for (DiscoveryRegistration each : this.held.values()) {
			metadata.forEach((key, value) -> {
				if (!value.equals(each.entry().metadata().getOrDefault(key, value))) {
					throw new RegistryException("Service '" + serviceId + "' cannot be published with another " + key
							+ " than service '" + each.entry().serviceId() + "' of the same application: give them "
							+ "the same, or serve one of them in an application of its own", null);
				}
			});
		}
	}

	private synchronized void unregister(DiscoveryRegistration registration) {
		ServiceEntry entry = registration.entry();
		Map<String, String> removed = new LinkedHashMap<>(entry.metadata());
		this.held.values()
			.stream()
			.filter((each) -> each != registration)
			.forEach((each) -> removed.keySet().removeAll(each.entry().metadata().keySet()));
		removed.put(registration.key, "");
		ask("remove service '" + entry.serviceId() + "'", () -> {
			this.publisher.remove(removed.keySet());
			return "";
		});
		this.held.remove(entry.serviceId(), registration);
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
		List<ServiceEntry> found = entries(serviceId, List.of(serviceId));
		return found.isEmpty() ? findElsewhere(serviceId) : found;
	}

	private List<ServiceEntry> findElsewhere(String serviceId) {
		Search last = this.searches.get(serviceId);
		if (last != null && this.nanoTime.getAsLong()
				- last.time() < (last.applications().isEmpty() ? MISSING_NANOS : KNOWN_NANOS)) {
			List<ServiceEntry> found = entries(serviceId, last.applications());
			if (!found.isEmpty() || last.applications().isEmpty()) {
				return found;
			}
		}
		List<String> applications = applications().stream()
			.filter((application) -> !entries(serviceId, List.of(application)).isEmpty())
			.toList();
		this.searches.put(serviceId, new Search(applications, this.nanoTime.getAsLong()));
		return entries(serviceId, applications);
	}

	private List<ServiceEntry> entries(String serviceId, List<String> applications) {
		return applications.stream()
			.flatMap((application) -> instances(application).stream())
			.flatMap((instance) -> this.metadata.entry(serviceId, instance).stream())
			.sorted(Comparator.comparing(ServiceEntry::host).thenComparing(ServiceEntry::port))
			.toList();
	}

	private List<ServiceInstance> instances(String application) {
		return ask("find the instances of '" + application + "'", () -> this.client.getInstances(application));
	}

	private List<String> applications() {
		return ask("find applications", this.client::getServices);
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		long started = this.nanoTime.getAsLong();
		CompletableFuture<Void> never = new CompletableFuture<>();
		try {
			while (true) {
				Optional<ServiceEntry> found = find(serviceId);
				if (found.isPresent()) {
					return found.get();
				}
				Duration waited = Duration.ofNanos(this.nanoTime.getAsLong() - started);
				Duration left = timeout.minus(waited);
				if (left.isNegative() || left.isZero()) {
					throw notFound(serviceId).after(waited);
				}
				Threads.await(never, (left.compareTo(POLL) < 0) ? left : POLL);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RegistryException("Interrupted while waiting for service '" + serviceId + "'", ex);
		}
	}

	private ServiceNotFoundException notFound(String serviceId) {
		String key = InstanceMetadata.key(serviceId);
		List<String> known = applications().stream().sorted().toList();
		String names = String.join(", ", known.subList(0, Math.min(MOST_NAMED, known.size())))
				+ ((known.size() > MOST_NAMED) ? " and " + (known.size() - MOST_NAMED) + " more" : "");
		int silent = instances(serviceId).size();
		String there = (silent > 0) ? "the " + silent + " instances of '" + serviceId + "' do not say its port"
				: "no application has it";
		return new ServiceNotFoundException(serviceId, there + ", as discovery client '" + this.client.description()
				+ "' knows. It knows " + (known.isEmpty() ? "no applications" : "the applications " + names)
				+ ". Start the service, or correct the id; an application says by '" + key + "' in its metadata on "
				+ "which port the service is, and a service of Kubernetes that has its name by a port named 'multifrost'");
	}

	/**
	 * Ask the client, whose failures are of all kinds.
	 */
	private <T> T ask(String what, Supplier<T> question) {
		try {
			return question.get();
		}
		catch (RuntimeException ex) {
			throw new RegistryException("Discovery client '" + this.client.description() + "' could not " + what + ": "
					+ ex + ". See that its server runs, and that this application is configured to reach it", ex);
		}
	}

	/**
	 * Which applications had a service.
	 *
	 * @param applications their names
	 * @param time when they were asked for it, in nanoseconds
	 */
	private record Search(List<String> applications, long time) {
	}

	/**
	 * A service that is published until it is closed.
	 */
	private final class DiscoveryRegistration implements Registration {

		private final ServiceEntry entry;

		private final String key;

		private boolean closed;

		DiscoveryRegistration(ServiceEntry entry, String key) {
			this.entry = entry;
			this.key = key;
		}

		@Override
		public ServiceEntry entry() {
			return this.entry;
		}

		@Override
		public synchronized void close() {
			if (!this.closed) {
				Threads.undisturbed(() -> unregister(this));
				this.closed = true;
			}
		}

	}

}

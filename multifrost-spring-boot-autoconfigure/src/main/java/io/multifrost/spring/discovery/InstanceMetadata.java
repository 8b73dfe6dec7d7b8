package io.multifrost.spring.discovery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.util.StringUtils;

import io.multifrost.registry.RegistryException;
import io.multifrost.registry.ServiceEntry;

/**
 * What the instances of applications say of their services: under a key for each service,
 * its port. Safe for use by several threads.
 */
final class InstanceMetadata {

	private static final Logger logger = LoggerFactory.getLogger(InstanceMetadata.class);

	private static final String PREFIX = "multifrost-";

	/** Consul allows no others in a key, and Eureka's XML few. */
	private static final Pattern SERVICE_ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

	/**
	 * The port of that name, as Spring Cloud Kubernetes has it, of a service of its own.
	 */
	private static final String NAMED_PORT = "port.multifrost";

	/** Where Kubernetes and others have the zone. */
	private static final String TOPOLOGY_ZONE = "topology.kubernetes.io/zone";

	private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

	private static final int MOST_COMPLAINTS = 100;

	/** Of what there was a warning already: instances are asked for each second. */
	private final Set<String> complaints = ConcurrentHashMap.newKeySet();

	/**
	 * Return the key under which the port of a service is.
	 * @param serviceId the id of the service
	 * @return the key
	 * @throws RegistryException if there can be no such key
	 */
	static String key(String serviceId) {
		String key = PREFIX + serviceId;
		if (!SERVICE_ID.matcher(serviceId).matches() || key.equals(ServiceEntry.PUBLIC_KEY)) {
			throw new RegistryException("Service id '" + serviceId
					+ "' cannot be published or found by a discovery client: give the service one of 1 to 100 "
					+ "letters, digits, '-' and '_', other than 'public-key'", null);
		}
		return key;
	}

	/**
	 * Return what an instance says of a service.
	 * @param serviceId the id of the service
	 * @param instance the instance
	 * @return the entry, empty if the instance does not say that it has the service
	 */
	Optional<ServiceEntry> entry(String serviceId, ServiceInstance instance) {
		Map<String, String> metadata = new LinkedHashMap<>();
		Map<String, String> all = instance.getMetadata();
		if (all != null) {
			metadata.putAll(all);
			metadata.values().removeIf(Objects::isNull);
		}
		String key = key(serviceId);
		if (!metadata.containsKey(key) && serviceId.equalsIgnoreCase(instance.getServiceId())) {
			key = NAMED_PORT;
		}
		Integer port = port(metadata.get(key), key, instance);
		if (port == null) {
			return Optional.empty();
		}
		String zone = metadata.get(TOPOLOGY_ZONE);
		if (zone != null) {
			metadata.putIfAbsent(ServiceEntry.ZONE, zone);
		}
		return Optional.of(new ServiceEntry(serviceId, instance.getHost(), port, null, "", metadata));
	}

	private @Nullable Integer port(@Nullable String value, String key, ServiceInstance instance) {
		if (value == null) {
			return null;
		}
		String problem = "";
		if (!StringUtils.hasText(instance.getHost())) {
			problem = "no host";
		}
		else if (!PORT.matcher(value).matches() || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 65535) {
			problem = "no port (1 to 65535) as " + key;
		}
		if (problem.isEmpty()) {
			return Integer.valueOf(value);
		}
		String complaint = "An instance of '" + instance.getServiceId() + "' at '" + instance.getHost() + "' has "
				+ problem;
		if (this.complaints.size() < MOST_COMPLAINTS && this.complaints.add(complaint)) {
			logger.warn("{}, and is left out: correct its metadata", complaint);
		}
		return null;
	}

}

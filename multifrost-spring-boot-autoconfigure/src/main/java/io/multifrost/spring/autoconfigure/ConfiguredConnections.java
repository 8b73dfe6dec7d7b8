package io.multifrost.spring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * Knows which properties say what is connected to, for those who read what has failed.
 */
class ConfiguredConnections {

	private final MultifrostProperties properties;

	ConfiguredConnections(Environment environment) {
		this.properties = Binder.get(environment)
			.bind("multifrost", MultifrostProperties.class)
			.orElseGet(MultifrostProperties::new);
	}

	/**
	 * Return the names of the workers that are connected to by a service id.
	 * @param serviceId the id
	 * @return the names, empty if the configuration names none
	 */
	List<String> toService(String serviceId) {
		return names((parent) -> serviceId.equals(parent.serviceId()));
	}

	/**
	 * Return whether a worker is connected to by its endpoint.
	 * @param worker the name of the worker
	 * @return whether it is so
	 */
	boolean isToEndpoint(String worker) {
		return names((parent) -> StringUtils.hasText(parent.endpoint())).contains(worker);
	}

	/**
	 * Return whether a worker is connected to by its service id.
	 * @param worker the name of the worker
	 * @return whether it is so
	 */
	boolean isToService(String worker) {
		return names((parent) -> StringUtils.hasText(parent.serviceId())).contains(worker);
	}

	private List<String> names(Predicate<ParentProperties> predicate) {
		return this.properties.getParents()
			.entrySet()
			.stream()
			.filter((entry) -> predicate.test(entry.getValue()))
			.map(Map.Entry::getKey)
			.toList();
	}

}

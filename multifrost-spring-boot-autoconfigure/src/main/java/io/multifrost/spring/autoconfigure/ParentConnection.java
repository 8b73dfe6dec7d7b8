package io.multifrost.spring.autoconfigure;

import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.util.ObjectUtils;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.autoconfigure.properties.PropertyApplier;

/**
 * Turns the properties of a worker that runs by itself into what is connected to: a
 * service by its id, or addresses.
 */
final class ParentConnection {

	private ParentConnection() {
	}

	/**
	 * See that nothing but one service id or endpoint is named.
	 * @param name the name of the worker
	 * @param parent its properties
	 * @throws InvalidConfigurationException if there is more
	 */
	static void check(String name, ParentProperties parent) {
		String prefix = ParentCommand.prefix(name);
		InvalidConfigurationException.throwIfMultiple((entries) -> {
			entries.put(prefix + "service-id", parent.serviceId());
			entries.put(prefix + "endpoint", parent.endpoint());
			entries.put(prefix + "instances-at", orNull(parent.instancesAt()));
			entries.put(prefix + "script", parent.script());
			entries.put(prefix + "python", parent.python());
			entries.put(prefix + "main-class", parent.mainClass());
			entries.put(prefix + "executable", parent.executable());
			entries.put(prefix + "directory", parent.directory());
			entries.put(prefix + "arguments", orNull(parent.arguments()));
			entries.put(prefix + "jvm-options", orNull(parent.jvmOptions()));
			entries.put(prefix + "environment", orNull(parent.environment()));
		});
	}

	private static @Nullable Object orNull(Object listOrMap) {
		return ObjectUtils.isEmpty(listOrMap) ? null : listOrMap;
	}

	/**
	 * Begin to build a worker.
	 * @param name the name of the worker
	 * @param parent its properties, checked
	 * @param registry gives the registry where a service is looked up
	 * @return a builder that knows where to connect to
	 */
	static ParentWorkerBuilder builder(String name, ParentProperties parent, Supplier<ServiceRegistry> registry) {
		String serviceId = parent.serviceId();
		if (serviceId != null) {
			return ParentWorker.connect(serviceId).registry(registry.get());
		}
		PropertyApplier applier = new PropertyApplier(ParentCommand.prefix(name));
		if (!parent.instancesAt().isEmpty()) {
			return applier.convert("instances-at", parent.instancesAt(),
					(endpoints) -> ParentWorker.connectTo(endpoints));
		}
		return applier.convert("endpoint", Objects.requireNonNull(parent.endpoint(), "endpoint"),
				(endpoint) -> ParentWorker.connectTo(endpoint));
	}

	/**
	 * Begin to build a worker.
	 * @param name the name of the worker
	 * @param details say where to connect to
	 * @return a builder that knows where to connect to
	 */
	static ParentWorkerBuilder builder(String name, MultifrostConnectionDetails details) {
		String own = details.getWorkerName();
		if (own != null && !own.equals(name)) {
			throw InvalidConfigurationException.ofParent(name,
					"its connection details are those of worker '" + own + "': the name of the bean, or its qualifier, "
							+ "is that of the worker",
					"Name the bean '" + own + "', or add @Qualifier(\"" + own + "\") to it");
		}
		String endpoint = details.getEndpoint();
		try {
			return ParentWorker.connectTo(endpoint);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidConfigurationException
				.ofParent(
						name, "its connection details " + originOf(details) + " say that it is at '" + endpoint
								+ "', but " + ex.getMessage(),
						"Let them return an address such as tcp://127.0.0.1:5000");
		}
	}

	private static Object originOf(MultifrostConnectionDetails details) {
		Origin origin = Origin.from(details);
		return (origin != null) ? "from " + origin : details.getClass().getName();
	}

}

package io.multifrost.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;

/**
 * Where services are registered and found by name. Implementations are safe for use by
 * several threads.
 */
public interface ServiceRegistry {

	/**
	 * Register a service of this process. What a process that has ended left behind under
	 * the same id is overwritten.
	 * @param serviceId the name by which the service is found
	 * @param port the port (1 to 65535) that the service has bound already
	 * @return the registration, to be closed when the service stops
	 * @throws ServiceAlreadyRunningException if a process that runs, which may be this
	 * one, holds the id
	 * @throws RegistryException if the registry could not be changed, or the thread was
	 * interrupted while it waited for that (its interrupt status is then set)
	 */
	Registration register(String serviceId, int port);

	/**
	 * Register a service of this process, and what those who look for it are to know. By
	 * default a registry has no place for that and refuses it.
	 * @param serviceId the name by which the service is found
	 * @param port the port (1 to 65535) that the service has bound already
	 * @param metadata what is to be known, for example its
	 * {@linkplain ServiceEntry#PUBLIC_KEY public key}
	 * @return the registration, to be closed when the service stops
	 * @throws ServiceAlreadyRunningException if a process that runs, which may be this
	 * one, holds the id
	 * @throws RegistryException if the registry could not be changed, has no place for
	 * metadata, or the thread was interrupted while it waited for that (its interrupt
	 * status is then set)
	 */
	default Registration register(String serviceId, int port, Map<String, String> metadata) {
		if (metadata.isEmpty()) {
			return register(serviceId, port);
		}
		throw new RegistryException("Service '" + serviceId + "' cannot be registered, since "
				+ getClass().getSimpleName() + " has no place for its metadata " + metadata.keySet(), null);
	}

	/**
	 * Return whether an id can have several instances. Parents then connect to all that
	 * there are, and follow as they come and go; else they connect to the one that there
	 * is. By default it cannot.
	 * @return whether it can
	 */
	default boolean hasSeveralInstances() {
		return false;
	}

	/**
	 * Find a service. Does not wait.
	 * @param serviceId the name of the service
	 * @return the entry, empty unless the service is registered by a process that runs
	 * @throws RegistryException if the registry could not be read
	 */
	Optional<ServiceEntry> find(String serviceId);

	/**
	 * Find all instances of a service, for a parent that spreads its calls over them.
	 * Does not wait. The registry file holds one entry for an id; a registry that can
	 * hold several overrides this method.
	 * @param serviceId the name of the service
	 * @return the entries of processes that run, in an order that stays the same while
	 * they do
	 * @throws RegistryException if the registry could not be read
	 */
	default List<ServiceEntry> findAll(String serviceId) {
		return find(serviceId).stream().toList();
	}

	/**
	 * Find a service, and wait for it to be registered where it is not yet.
	 * @param serviceId the name of the service
	 * @param timeout how long to wait; it is looked up at least once
	 * @return the entry of a process that runs
	 * @throws ServiceNotFoundException if there was none within the timeout
	 * @throws RegistryException if the registry could not be read, or the thread was
	 * interrupted while it waited (its interrupt status is then set)
	 */
	ServiceEntry await(String serviceId, Duration timeout);

	/**
	 * A service that this process has registered. Safe for use by several threads.
	 */
	interface Registration extends AutoCloseable {

		/**
		 * Return what was registered.
		 * @return the entry
		 */
		ServiceEntry entry();

		/**
		 * Remove the entry, unless it is gone or belongs to another process or port by
		 * now. Further calls do nothing.
		 * @throws RegistryException if the registry could not be changed; the entry then
		 * counts for nothing as soon as this process ends, and closing may be tried again
		 */
		@Override
		void close();

	}

}

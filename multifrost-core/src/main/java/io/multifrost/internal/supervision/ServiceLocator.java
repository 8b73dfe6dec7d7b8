package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

/**
 * Says where a service is to be found.
 */
interface ServiceLocator {

	/**
	 * Find the service, waiting for it if it is not there yet.
	 * @param timeout how long to wait
	 * @return where it is
	 * @throws io.multifrost.ServiceNotFoundException if it is not found in time
	 */
	Location locate(Duration timeout);

	/**
	 * Say in words what is looked for.
	 * @return for a message
	 */
	String describe();

	/**
	 * Look a service up by its id.
	 * @param registry where to look
	 * @param serviceId the id
	 * @param turn which of the service's instances to take, counted around as often as
	 * needed
	 * @return the locator
	 */
	static ServiceLocator of(ServiceRegistry registry, String serviceId, int turn) {
		return new ServiceLocator() {

			@Override
			public Location locate(Duration timeout) {
				ServiceEntry first = registry.await(serviceId, timeout);
				List<ServiceEntry> all = registry.findAll(serviceId);
				ServiceEntry entry = all.isEmpty() ? first : all.get(turn % all.size());
				return new Location(new Endpoint(entry.host(), entry.port()), entry.pid());
			}

			@Override
			public String describe() {
				return "where service '" + serviceId + "' is registered";
			}

		};
	}

	/**
	 * Always go to one address.
	 * @param endpoint the address
	 * @return the locator
	 */
	static ServiceLocator of(Endpoint endpoint) {
		return new ServiceLocator() {

			@Override
			public Location locate(Duration timeout) {
				return new Location(endpoint, null);
			}

			@Override
			public String describe() {
				return "the endpoint that is configured";
			}

		};
	}

	/**
	 * Where a service is.
	 *
	 * @param endpoint its address
	 * @param pid its process id, or {@code null} where it is not known
	 */
	record Location(Endpoint endpoint, @Nullable Long pid) {
	}

}

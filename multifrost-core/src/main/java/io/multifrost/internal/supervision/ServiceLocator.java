package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.jeromq.Endpoint;

/**
 * Says where a service is to be found.
 *
 * @param description what is looked for, in words for a message
 * @param search finds the service, waiting so long for it if it is not there yet; throws
 * {@link io.multifrost.ServiceNotFoundException} if it is not found in time
 */
record ServiceLocator(String description, Function<Duration, Location> search) {

	/**
	 * Where a service is.
	 *
	 * @param endpoint its address
	 * @param pid its process id, or {@code null} where it is not known
	 */
	record Location(Endpoint endpoint, @Nullable Long pid) {
	}

}

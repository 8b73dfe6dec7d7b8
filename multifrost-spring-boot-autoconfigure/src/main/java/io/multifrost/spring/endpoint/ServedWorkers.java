package io.multifrost.spring.endpoint;

import java.util.List;

/**
 * Tells what this application serves.
 */
@FunctionalInterface
public interface ServedWorkers {

	/**
	 * Describe the workers that this application is.
	 * @return the workers that run at this moment
	 */
	List<ServedDescriptor> describe();

}

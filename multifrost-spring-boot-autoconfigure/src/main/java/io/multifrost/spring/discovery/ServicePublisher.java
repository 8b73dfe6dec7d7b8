package io.multifrost.spring.discovery;

import java.util.Map;
import java.util.Set;

/**
 * Makes known what the services of this application are, wherever others find the
 * application. Implementations are safe for use by several threads.
 */
public interface ServicePublisher {

	/**
	 * Make something known, in addition to what is known already.
	 * @param metadata what is to be known
	 * @return the name or address by which others reach this application
	 */
	String publish(Map<String, String> metadata);

	/**
	 * Make something known no longer.
	 * @param keys the keys of what was made known
	 */
	void remove(Set<String> keys);

}

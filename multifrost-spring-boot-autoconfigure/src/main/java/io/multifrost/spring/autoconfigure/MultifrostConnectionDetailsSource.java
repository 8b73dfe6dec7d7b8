package io.multifrost.spring.autoconfigure;

import java.util.Map;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Knows several {@link MultifrostConnectionDetails} by the names of their workers before
 * there are any beans. Each of them becomes a bean of its own. Spring Boot makes one bean
 * of a type for all containers of a test, and does not tell the bean their names; hence
 * this detour. Not meant to be used by applications.
 */
public interface MultifrostConnectionDetailsSource extends ConnectionDetails {

	/**
	 * Return the details. Called on an instance that was not initialized as a bean.
	 * @return the details by the names of their workers
	 */
	Map<String, MultifrostConnectionDetails> getConnectionDetails();

}

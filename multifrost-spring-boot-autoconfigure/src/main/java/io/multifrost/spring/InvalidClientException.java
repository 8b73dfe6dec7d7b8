package io.multifrost.spring;

import io.multifrost.MultifrostException;

/**
 * A {@link MultifrostClient} interface cannot be served, since one of its methods or its
 * annotation is not as it has to be.
 */
public class InvalidClientException extends MultifrostException {

	private final Class<?> client;

	/**
	 * Create an exception.
	 * @param client the client interface
	 * @param cause what is wrong with it
	 */
	public InvalidClientException(Class<?> client, IllegalArgumentException cause) {
		super("Client " + client.getName() + " cannot be served: " + cause.getMessage(), cause);
		this.client = client;
	}

	/**
	 * Return the client interface.
	 * @return the interface
	 */
	public Class<?> client() {
		return this.client;
	}

}

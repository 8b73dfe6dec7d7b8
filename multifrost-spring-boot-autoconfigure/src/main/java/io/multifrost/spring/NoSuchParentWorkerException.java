package io.multifrost.spring;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;

/**
 * A worker was asked for by a name that none has.
 */
public class NoSuchParentWorkerException extends MultifrostException {

	private final String worker;

	private final @Nullable Class<?> client;

	private final List<String> existing;

	/**
	 * Create an exception.
	 * @param worker the name that was asked for
	 * @param client the client interface that calls the worker, or {@code null} where
	 * none is concerned
	 * @param existing the names of the workers that there are
	 */
	public NoSuchParentWorkerException(String worker, @Nullable Class<?> client, Collection<String> existing) {
		super(describe(worker, client, existing));
		this.worker = worker;
		this.client = client;
		this.existing = List.copyOf(existing);
	}

	private static String describe(String worker, @Nullable Class<?> client, Collection<String> existing) {
		String problem = (client != null)
				? "Client " + client.getName() + " calls worker '" + worker + "', which does not exist"
				: "There is no worker '" + worker + "'";
		return problem + (existing.isEmpty() ? ": no worker is configured" : "; the workers are " + existing);
	}

	/**
	 * Return the name that was asked for.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

	/**
	 * Return the client interface that calls the worker.
	 * @return the interface, or {@code null} where none is concerned
	 */
	public @Nullable Class<?> client() {
		return this.client;
	}

	/**
	 * Return the names of the workers that there are.
	 * @return the names
	 */
	public List<String> existing() {
		return this.existing;
	}

}

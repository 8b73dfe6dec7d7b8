package io.multifrost.spring;

import java.util.List;

import io.multifrost.MultifrostException;

/**
 * Methods of {@link MultifrostClient} interfaces do not fit the functions of the worker
 * that they call.
 */
public class ClientMismatchException extends MultifrostException {

	private final String worker;

	/**
	 * Create an exception.
	 * @param worker the name of the worker
	 * @param misfits what does not fit, client by client
	 */
	public ClientMismatchException(String worker, List<String> misfits) {
		super(String.join("\n", misfits));
		this.worker = worker;
	}

	/**
	 * Return the name of the worker.
	 * @return the name
	 */
	public String worker() {
		return this.worker;
	}

}

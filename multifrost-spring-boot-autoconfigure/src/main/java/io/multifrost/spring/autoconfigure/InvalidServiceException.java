package io.multifrost.spring.autoconfigure;

import java.util.List;

import io.multifrost.MultifrostException;

/**
 * The beans of a service cannot be served together, or not at all.
 */
class InvalidServiceException extends MultifrostException {

	InvalidServiceException(String message) {
		super(message);
	}

	InvalidServiceException(String service, List<WorkerBean> beans, IllegalArgumentException cause) {
		super("Beans " + beans.stream().map(WorkerBean::name).toList() + " cannot be served " + service + ": "
				+ cause.getMessage(), cause);
	}

}

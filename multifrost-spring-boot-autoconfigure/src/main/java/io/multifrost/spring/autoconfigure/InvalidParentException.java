package io.multifrost.spring.autoconfigure;

import io.multifrost.MultifrostException;

/**
 * What is said of a worker does not go together.
 */
class InvalidParentException extends MultifrostException {

	private final String problem;

	private final String action;

	InvalidParentException(String worker, String problem, String action) {
		super("Worker '" + worker + "' cannot be configured: " + problem + ". " + action + ".");
		this.problem = "Worker '" + worker + "' cannot be configured: " + problem + ".";
		this.action = action + ".";
	}

	String problem() {
		return this.problem;
	}

	String action() {
		return this.action;
	}

}

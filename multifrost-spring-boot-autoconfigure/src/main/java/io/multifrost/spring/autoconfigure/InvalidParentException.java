package io.multifrost.spring.autoconfigure;

import io.multifrost.MultifrostException;

/**
 * The properties of a worker do not go together.
 */
class InvalidParentException extends MultifrostException {

	private final String problem;

	private final String action;

	InvalidParentException(String worker, String problem, String action) {
		super("The properties of worker '" + worker + "' cannot be used: " + problem + ". " + action + ".");
		this.problem = "The properties of worker '" + worker + "' cannot be used: " + problem + ".";
		this.action = action + ".";
	}

	String problem() {
		return this.problem;
	}

	String action() {
		return this.action;
	}

}

package io.multifrost.internal;

/**
 * The namespace of functions of which nothing else is said.
 */
public final class Namespaces {

	/** The name that all implementations of the protocol give it. */
	public static final String DEFAULT = "default";

	private Namespaces() {
	}

}

package io.multifrost.internal.message;

/**
 * An output stream of a process.
 */
public enum OutputKind {

	/**
	 * The standard output.
	 */
	STDOUT,

	/**
	 * The standard error.
	 */
	STDERR

}

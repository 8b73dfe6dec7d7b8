package io.multifrost.spring.autoconfigure.properties;

/**
 * What becomes of clients whose methods do not fit the functions of their worker.
 */
public enum ClientCheck {

	/**
	 * The application does not start.
	 */
	FAIL,

	/**
	 * A warning tells of them.
	 */
	WARN,

	/**
	 * Nobody looks.
	 */
	OFF

}

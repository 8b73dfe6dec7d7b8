package io.multifrost.parent;

/**
 * What happens to a call that comes while a lost worker is restarted or looked for.
 */
public enum WhileRestarting {

	/**
	 * The call fails at once.
	 */
	FAIL,

	/**
	 * The call waits until the worker is back or is given up, as long as its own timeout
	 * allows.
	 */
	WAIT

}

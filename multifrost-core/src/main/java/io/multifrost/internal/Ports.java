package io.multifrost.internal;

/**
 * The numbers that TCP ports have.
 */
public final class Ports {

	/** The least port for which no privilege is needed. */
	public static final int MIN_UNPRIVILEGED = 1024;

	/** The greatest port. */
	public static final int MAX = 65_535;

	private Ports() {
	}

	/**
	 * Return whether a number is that of a port.
	 * @param port the number
	 * @return whether it is from 1 to {@link #MAX}
	 */
	public static boolean isPort(int port) {
		return port >= 1 && port <= MAX;
	}

}

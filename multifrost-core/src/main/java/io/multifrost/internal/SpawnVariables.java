package io.multifrost.internal;

import java.util.Map;
import java.util.Set;

/**
 * The environment variables by which a parent tells a process that it is its worker.
 */
public final class SpawnVariables {

	/** The port of the parent, on loopback, to which the worker connects. */
	public static final String PORT = "COMLINK_ZMQ_PORT";

	/** Says to some workers that they are spawned. */
	public static final String MODE = "COMLINK_WORKER_MODE";

	/** What the worker repeats with each heartbeat that it answers. */
	public static final String SECRET = "MULTIFROST_SECRET";

	/** The main classes that spawn each other above a process, handed on to all below. */
	public static final String CHAIN = "MULTIFROST_SPAWN_CHAIN";

	/** All that a parent adds to the environment of a worker. */
	public static final Set<String> ALL = Set.of(PORT, MODE, SECRET);

	private SpawnVariables() {
	}

	/**
	 * Return the variables of one worker.
	 * @param port the port of its parent
	 * @param secret what it is to repeat
	 */
	public static Map<String, String> of(int port, String secret) {
		return Map.of(PORT, Integer.toString(port), MODE, "1", SECRET, secret);
	}

}

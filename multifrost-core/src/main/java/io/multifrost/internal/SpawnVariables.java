package io.multifrost.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

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

	/** The directory of the files that the parent lends. */
	public static final String FILES = "MULTIFROST_FILES";

	/** The main classes that spawn each other above a process, handed on to all below. */
	public static final String CHAIN = "MULTIFROST_SPAWN_CHAIN";

	/** All that a parent adds to the environment of a worker. */
	public static final Set<String> ALL = Set.of(PORT, MODE, SECRET, FILES);

	private SpawnVariables() {
	}

	/**
	 * Return the variables of one worker.
	 * @param port the port of its parent
	 * @param secret what it is to repeat
	 * @param files the directory of the files that it is lent, or {@code null} if there
	 * is none
	 */
	public static Map<String, String> of(int port, String secret, @Nullable Path files) {
		Map<String, String> variables = new HashMap<>();
		variables.put(PORT, Integer.toString(port));
		variables.put(MODE, "1");
		variables.put(SECRET, secret);
		if (files != null) {
			variables.put(FILES, files.toString());
		}
		return variables;
	}

}

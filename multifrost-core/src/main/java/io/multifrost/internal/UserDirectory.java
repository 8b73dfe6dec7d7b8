package io.multifrost.internal;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The directory in which this library keeps files of the user.
 */
public final class UserDirectory {

	/**
	 * The environment variable that names another directory.
	 */
	public static final String VARIABLE = "MULTIFROST_HOME";

	private UserDirectory() {
	}

	/**
	 * Return the directory that the environment variable {@code MULTIFROST_HOME} names,
	 * else {@code .multifrost} in the home directory.
	 * @return the directory, which may not exist yet
	 */
	public static Path find() {
		return of(System.getenv(VARIABLE), System.getProperty("user.home", ""));
	}

	/**
	 * Return the directory.
	 * @param named the value of the variable, if there is one
	 * @param home the home directory of the user
	 * @return the directory
	 */
	public static Path of(@Nullable String named, String home) {
		return (named != null && !named.isBlank()) ? Path.of(named) : Path.of(home, ".multifrost");
	}

}

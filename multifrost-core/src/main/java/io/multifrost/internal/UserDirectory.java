package io.multifrost.internal;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The directory in which this library keeps files of the user.
 */
public final class UserDirectory {

	/**
	 * The environment variable that names another directory.
	 */
	public static final String VARIABLE = "MULTIFROST_HOME";

	private static final String NAME = ".multifrost";

	private UserDirectory() {
	}

	/**
	 * Return the directory that the environment variable {@code MULTIFROST_HOME} names,
	 * else {@code .multifrost} in the home directory, which is the one that {@code HOME}
	 * names, as in other languages.
	 * @return the directory, which may not exist yet, empty if there is no home directory
	 */
	public static Optional<Path> find() {
		// On Windows no language looks at HOME.
		String variable = (File.separatorChar == '/') ? System.getenv("HOME") : null;
		return of(System.getenv(VARIABLE), variable, System.getProperty("user.home", ""));
	}

	/**
	 * Return the directory.
	 * @param named the value of the variable, if there is one
	 * @param home the value of {@code HOME}, if there is one
	 * @param javaHome what Java takes for the home directory of the user, which is
	 * {@code ?} where the system does not know the user
	 * @return the directory, empty if there is no home directory
	 */
	public static Optional<Path> of(@Nullable String named, @Nullable String home, String javaHome) {
		if (named != null && !named.isBlank()) {
			return Optional.of(FileNames.path("Directory", named));
		}
		if (home != null && !home.isBlank()) {
			return Optional.of(Path.of(home, NAME));
		}
		Path last = Path.of(javaHome);
		return last.isAbsolute() ? Optional.of(last.resolve(NAME)) : Optional.empty();
	}

}

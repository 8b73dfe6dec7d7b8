package io.multifrost.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where the environments of Python workers are, and whether they may be made. An
 * environment is made once, and shared by all workers and applications of a user that ask
 * for the same packages with the same Python. Immutable.
 *
 * @param directory the folder of the environments, or {@code null} for {@code python} in
 * the folder that the environment variable {@code MULTIFROST_HOME} names, else in
 * {@code .multifrost} of the home directory
 * @param mode whether what is missing is made
 * @param timeout how long making one may take, waiting for another process that makes it
 * included
 */
public record PythonEnvironments(@Nullable Path directory, Mode mode, Duration timeout) {

	/**
	 * In the folder of the user, made where they are missing, within 10 minutes.
	 */
	public static final PythonEnvironments DEFAULTS = new PythonEnvironments(null, Mode.CREATE, Duration.ofMinutes(10));

	/**
	 * Check the values.
	 * @throws IllegalArgumentException if the timeout is not positive
	 */
	public PythonEnvironments {
		Objects.requireNonNull(mode, "mode");
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException(
					"The timeout of Python environments must be positive, but is " + timeout);
		}
	}

	/**
	 * Return a copy with another folder.
	 * @param directory the folder, which is made for this user alone where it is missing
	 * @return the copy
	 */
	public PythonEnvironments withDirectory(Path directory) {
		return new PythonEnvironments(directory, this.mode, this.timeout);
	}

	/**
	 * Return a copy with another mode.
	 * @param mode whether what is missing is made
	 * @return the copy
	 */
	public PythonEnvironments withMode(Mode mode) {
		return new PythonEnvironments(this.directory, mode, this.timeout);
	}

	/**
	 * Return a copy with another timeout.
	 * @param timeout how long making one may take
	 * @return the copy
	 * @throws IllegalArgumentException if the timeout is not positive
	 */
	public PythonEnvironments withTimeout(Duration timeout) {
		return new PythonEnvironments(this.directory, this.mode, timeout);
	}

	/**
	 * Whether environments are made.
	 */
	public enum Mode {

		/**
		 * Make an environment at the first start that needs it.
		 */
		CREATE,

		/**
		 * Fail at once where an environment is missing, as production should where they
		 * are made ahead.
		 */
		REQUIRE

	}

}

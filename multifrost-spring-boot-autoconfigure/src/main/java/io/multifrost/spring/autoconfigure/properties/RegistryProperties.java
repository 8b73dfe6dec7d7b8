package io.multifrost.spring.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

/**
 * Where services are registered and found.
 */
public final class RegistryProperties {

	/**
	 * Directory of the service registry; by default the one in the environment variable
	 * MULTIFROST_HOME, else .multifrost in the user's home.
	 */
	private @Nullable String directory;

	/**
	 * Return the directory of the service registry; by default the one in the environment
	 * variable MULTIFROST_HOME, else .multifrost in the user's home.
	 * @return the directory
	 */
	public @Nullable String getDirectory() {
		return this.directory;
	}

	/**
	 * Set the directory of the service registry; by default the one in the environment
	 * variable MULTIFROST_HOME, else .multifrost in the user's home.
	 * @param directory the directory
	 */
	public void setDirectory(@Nullable String directory) {
		this.directory = directory;
	}

}

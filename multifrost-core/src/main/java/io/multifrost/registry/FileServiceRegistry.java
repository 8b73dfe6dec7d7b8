package io.multifrost.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The registry that all languages share: the file {@code services.json} in a directory of
 * the user.
 */
public final class FileServiceRegistry implements ServiceRegistry {

	private static final String HOME_VARIABLE = "MULTIFROST_HOME";

	private final Path directory;

	private FileServiceRegistry(Path directory) {
		this.directory = directory.toAbsolutePath().normalize();
	}

	/**
	 * Create a registry in a directory.
	 * @param directory the directory, which is made by the first registration if it does
	 * not exist
	 * @return the registry
	 */
	public static FileServiceRegistry inDirectory(Path directory) {
		return new FileServiceRegistry(directory);
	}

	/**
	 * Create the registry of the user: in the directory that the environment variable
	 * {@code MULTIFROST_HOME} names, else in {@code .multifrost} of the home directory.
	 * Other languages know the latter alone.
	 * @return the registry
	 */
	public static FileServiceRegistry standard() {
		String home = System.getenv(HOME_VARIABLE);
		return new FileServiceRegistry((home != null && !home.isBlank()) ? Path.of(home)
				: Path.of(System.getProperty("user.home", ""), ".multifrost"));
	}

	/**
	 * Return the file in which the services are.
	 * @return the absolute path, of a file that may not exist yet
	 */
	public Path file() {
		return this.directory.resolve("services.json");
	}

	@Override
	public Registration register(String serviceId, int port) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<ServiceEntry> find(String serviceId) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		throw new UnsupportedOperationException();
	}

}

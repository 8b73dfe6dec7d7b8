package io.multifrost.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import io.multifrost.ServiceAlreadyRunningException;
import io.multifrost.ServiceNotFoundException;
import io.multifrost.internal.Threads;
import io.multifrost.internal.UserDirectory;
import io.multifrost.internal.registryfile.DirectoryWatch;
import io.multifrost.internal.registryfile.LockChain;
import io.multifrost.internal.registryfile.ProcessState;
import io.multifrost.internal.registryfile.RegistryFile;
import io.multifrost.internal.registryfile.Services;

/**
 * The registry that all languages share: the file {@code services.json} in a directory of
 * the user. It is changed under the locks of all of them, and read without any.
 * <p>
 * Whether a service runs is known by its process id. The system may give the id of a
 * process that has ended to another one: its entry then counts as running until that one
 * ends too.
 */
public final class FileServiceRegistry implements ServiceRegistry {

	private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(15);

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/**
	 * As Python writes it.
	 */
	private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

	/**
	 * What this process has registered, through whichever registry object. By this an
	 * entry of this process is told from one of a process that had the same id before: in
	 * a container that starts again, ids begin at 1 each time.
	 */
	private static final Map<Key, ServiceEntry> HELD = new ConcurrentHashMap<>();

	private final Path directory;

	private final RegistryFile file;

	private final LockChain locks;

	FileServiceRegistry(Path directory, Duration lockTimeout) {
		this.directory = directory.toAbsolutePath().normalize();
		this.file = new RegistryFile(this.directory);
		this.locks = new LockChain(this.directory, lockTimeout);
	}

	/**
	 * Create a registry in a directory.
	 * @param directory the directory, which is made by the first registration if it does
	 * not exist
	 * @return the registry
	 */
	public static FileServiceRegistry inDirectory(Path directory) {
		return new FileServiceRegistry(directory, LOCK_TIMEOUT);
	}

	/**
	 * Create the registry of the user: in the directory that the environment variable
	 * {@code MULTIFROST_HOME} names, else in {@code .multifrost} of the home directory.
	 * Other languages know the latter alone.
	 * @return the registry
	 * @throws RegistryException if there is no home directory
	 */
	public static FileServiceRegistry standard() {
		return inDirectory(
				UserDirectory.find()
					.orElseThrow(() -> new RegistryException(
							"There is no directory for the service registry, since this user has "
									+ "no home directory: set HOME, or name a directory by " + UserDirectory.VARIABLE,
							null)));
	}

	/**
	 * Return the file in which the services are.
	 * @return the absolute path, of a file that may not exist yet
	 */
	public Path file() {
		return this.file.path();
	}

	@Override
	public Registration register(String serviceId, int port) {
		return register(serviceId, port, Map.of());
	}

	/**
	 * {@inheritDoc} Some of the other languages lose metadata when they change the file.
	 */
	@Override
	public Registration register(String serviceId, int port, Map<String, String> metadata) {
		ServiceEntry entry = new ServiceEntry(serviceId, ServiceEntry.LOCAL_HOST, port, ProcessHandle.current().pid(),
				LocalDateTime.now().format(STARTED), metadata);
		try {
			change((services) -> {
				checkFree(services, serviceId);
				services.put(entry);
				HELD.put(key(serviceId), entry);
				return true;
			});
		}
		catch (RuntimeException | Error ex) {
			forget(entry);
			throw ex;
		}
		return new FileRegistration(entry);
	}

	private void checkFree(Services services, String serviceId) {
		long pid = services.pid(serviceId);
		boolean own = pid == ProcessHandle.current().pid();
		// Where a container starts again, its processes get the ids of those before.
		if (own ? HELD.containsKey(key(serviceId)) : pid > 0 && ProcessState.isRunning(pid)) {
			String hint = own ? "that is this process; close that registration first, or give this service another id"
					: "stop that process, or give this service another id";
			throw new ServiceAlreadyRunningException(serviceId, pid, services.port(serviceId),
					hint + " (registered in '" + file() + "')");
		}
	}

	private void unregister(ServiceEntry entry) {
		if (Files.exists(file())) {
			change((services) -> {
				boolean ours = entry.pid() != null && services.pid(entry.serviceId()) == entry.pid()
						&& services.port(entry.serviceId()) == entry.port();
				if (ours) {
					services.remove(entry.serviceId());
				}
				return ours;
			});
		}
		forget(entry);
	}

	/**
	 * Forget an entry, unless a later one has taken its place. It is found by identity:
	 * its directory may be gone.
	 */
	private static void forget(ServiceEntry entry) {
		HELD.values().removeIf((held) -> held == entry);
	}

	private Key key(String serviceId) {
		try {
			return new Key(this.directory.toRealPath(), serviceId);
		}
		catch (IOException ex) {
			// It is gone, and the services with it.
			return new Key(this.directory, serviceId);
		}
	}

	/**
	 * Change the services under the locks of all peers.
	 * @param change changes them, and tells whether it did
	 */
	private void change(Predicate<Services> change) {
		try {
			this.file.createDirectory();
			try (LockChain.Held held = this.locks.acquire()) {
				Services services = this.file.readOrSetAside();
				if (change.test(services)) {
					this.file.replace(services, held);
				}
			}
		}
		catch (InterruptedException ex) {
			throw interrupted("to change the service registry '" + file() + "', which is as it was", ex);
		}
		catch (TimeoutException ex) {
			throw new RegistryException("Service registry '" + file() + "' could not be locked within "
					+ this.locks.timeout().toMillis() + " ms: " + ex.getMessage()
					+ ". If that process has nothing to do with it, delete the lock", ex);
		}
		catch (IOException ex) {
			throw new RegistryException("Service registry '" + file() + "' could not be changed: " + ex
					+ ". Let this user read and write its directory, or name another one by " + UserDirectory.VARIABLE,
					ex);
		}
	}

	@Override
	public Optional<ServiceEntry> find(String serviceId) {
		return read().find(serviceId).filter((entry) -> entry.pid() != null && ProcessState.isRunning(entry.pid()));
	}

	private Services read() {
		try {
			return this.file.readOrReport();
		}
		catch (IOException ex) {
			throw new RegistryException("Service registry '" + file() + "' could not be read: " + ex
					+ ". Let this user read it, or name another directory by " + UserDirectory.VARIABLE, ex);
		}
	}

	@Override
	public ServiceEntry await(String serviceId, Duration timeout) {
		long started = System.nanoTime();
		long deadline = started + TimeUnit.NANOSECONDS.convert(timeout);
		Optional<ServiceEntry> found = find(serviceId);
		if (found.isPresent()) {
			return found.get();
		}
		try (DirectoryWatch watch = new DirectoryWatch(file())) {
			while (true) {
				found = find(serviceId); // once more: it may be older than the watch
				if (found.isPresent()) {
					return found.get();
				}
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					throw notFound(serviceId).after(Duration.ofNanos(System.nanoTime() - started));
				}
				watch.await(Math.min(left, POLL_NANOS));
			}
		}
		catch (InterruptedException ex) {
			throw interrupted("for service '" + serviceId + "' in '" + file() + "'", ex);
		}
	}

	private ServiceNotFoundException notFound(String serviceId) {
		Services services = read();
		long pid = services.pid(serviceId);
		String there = (pid > 0) ? "its entry in '" + file() + "' is of process " + pid + ", which has ended"
				: "'" + file() + "' has no entry for it";
		return new ServiceNotFoundException(serviceId, there + ". Registered are: " + services.describeIds()
				+ ". Start the service, or correct the id; both sides must use the same registry directory");
	}

	private static RegistryException interrupted(String goal, InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new RegistryException("Interrupted while waiting " + goal, ex);
	}

	private record Key(Path directory, String serviceId) {
	}

	/**
	 * A service that is in the file until it is closed.
	 */
	private final class FileRegistration implements Registration {

		private final ServiceEntry entry;

		private boolean closed;

		FileRegistration(ServiceEntry entry) {
			this.entry = entry;
		}

		@Override
		public ServiceEntry entry() {
			return this.entry;
		}

		@Override
		public synchronized void close() {
			if (!this.closed) {
				Threads.undisturbed(() -> unregister(this.entry));
				this.closed = true;
			}
		}

	}

}

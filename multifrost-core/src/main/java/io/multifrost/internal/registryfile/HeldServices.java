package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.multifrost.registry.ServiceEntry;

/**
 * The services that this process has registered, through whichever registry object. By
 * this an entry of this process is told from one of a process that had the same id
 * before: in a container that starts again, ids begin at 1 each time.
 */
public final class HeldServices {

	private static final Map<Key, ServiceEntry> ENTRIES = new ConcurrentHashMap<>();

	private HeldServices() {
	}

	public static void add(Path directory, ServiceEntry entry) {
		ENTRIES.put(key(directory, entry.serviceId()), entry);
	}

	public static boolean contains(Path directory, String serviceId) {
		return ENTRIES.containsKey(key(directory, serviceId));
	}

	/**
	 * Remove an entry, unless a later one has taken its place. It is found by identity:
	 * its directory may be gone.
	 * @param entry the entry that was added
	 */
	public static void remove(ServiceEntry entry) {
		ENTRIES.values().removeIf((held) -> held == entry);
	}

	private static Key key(Path directory, String serviceId) {
		try {
			return new Key(directory.toRealPath(), serviceId);
		}
		catch (IOException ex) {
			// It is gone, and the services with it.
			return new Key(directory, serviceId);
		}
	}

	private record Key(Path directory, String serviceId) {
	}

}

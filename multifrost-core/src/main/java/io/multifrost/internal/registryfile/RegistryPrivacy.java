package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.OwnerOnly;
import io.multifrost.registry.RegistryException;

/**
 * Sees to it that nobody else can write the registry: whoever can, decides to which
 * process the calls of this user go.
 */
final class RegistryPrivacy {

	private final Path directory;

	private final Path file;

	RegistryPrivacy(Path directory, Path file) {
		this.directory = directory;
		this.file = file;
	}

	/**
	 * Check, where the file system has owners and permissions. A file of another user is
	 * there only if this one, or root, has made it so.
	 * @throws RegistryException if somebody else may write
	 * @throws IOException if that cannot be found out
	 */
	void check() throws IOException {
		refuse(this.directory, OwnerOnly.ofOthers(this.directory));
		refuse(this.file, OwnerOnly.openToOthers(this.file));
	}

	private static void refuse(Path path, @Nullable String reason) {
		if (reason != null) {
			throw new RegistryException("Service registry '" + path + "' is not used, since " + reason
					+ ". Whoever can write it decides to which process calls go", null);
		}
	}

}

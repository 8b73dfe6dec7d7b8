package io.multifrost.internal.registryfile;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Permissions of what is made in the registry's directory: whatever the umask is, it is
 * for its owner alone, from the moment it is there.
 */
final class OwnerOnly {

	private OwnerOnly() {
	}

	static FileAttribute<?>[] file(Path path) {
		return only(path, "rw-------");
	}

	static FileAttribute<?>[] directory(Path path) {
		return only(path, "rwx------");
	}

	/**
	 * Return whether files there have an owner and permissions.
	 */
	static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private static FileAttribute<?>[] only(Path path, String permissions) {
		return isPosix(path)
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}

package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.multifrost.registry.RegistryException;

/**
 * Sees to it that nobody else can write the registry: whoever can, decides to which
 * process the calls of this user go.
 */
final class RegistryPrivacy {

	private static volatile @Nullable UserPrincipal thisUser;

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
		PosixFileAttributes attributes = checkPermissions(this.directory);
		if (attributes == null) {
			return;
		}
		UserPrincipal owner = attributes.owner();
		if (!owner.getName().equals("root") && !owner.equals(thisUser())) {
			throw refused(this.directory, "it belongs to another user (" + owner.getName() + ", this is "
					+ thisUser().getName() + "): name a directory of this user");
		}
		checkPermissions(this.file);
	}

	/**
	 * See that nobody else may write.
	 * @return the attributes, or {@code null} if there is no such file, or no such
	 * attributes
	 */
	private static @Nullable PosixFileAttributes checkPermissions(Path path) throws IOException {
		if (!OwnerOnly.isPosix(path)) {
			return null;
		}
		PosixFileAttributes attributes;
		try {
			attributes = Files.readAttributes(path, PosixFileAttributes.class);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		Set<PosixFilePermission> permissions = attributes.permissions();
		if (permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
			throw refused(path, "other users may write to it (" + PosixFilePermissions.toString(permissions)
					+ "): run chmod go-w on it");
		}
		return attributes;
	}

	private static RegistryException refused(Path path, String reason) {
		return new RegistryException("Service registry '" + path + "' is not used, since " + reason
				+ ". Whoever can write it decides to which process calls go", null);
	}

	/**
	 * Return who runs this process, which Java tells by the owner of a new file alone.
	 */
	private static UserPrincipal thisUser() {
		UserPrincipal known = thisUser;
		if (known == null) {
			known = findThisUser();
			thisUser = known;
		}
		return known;
	}

	private static UserPrincipal findThisUser() {
		try {
			Path probe = Files.createTempFile("multifrost", null);
			try {
				return Files.getOwner(probe);
			}
			finally {
				Files.delete(probe);
			}
		}
		catch (IOException ex) {
			throw new RegistryException("It cannot be found out who runs this process: let this user write files in '"
					+ System.getProperty("java.io.tmpdir") + "'", ex);
		}
	}

}

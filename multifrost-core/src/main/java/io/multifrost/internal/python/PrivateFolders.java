package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.multifrost.PythonEnvironmentException;

/**
 * Folders that this user alone may write to: whoever can, decides which code the workers
 * run.
 */
final class PrivateFolders {

	private static volatile @Nullable UserPrincipal thisUser;

	private PrivateFolders() {
	}

	/**
	 * Make a folder, and those above it, where they are missing, for this user alone; see
	 * that nobody else may write to one that is there.
	 * @throws PythonEnvironmentException if somebody else may
	 * @throws IOException if it cannot be made
	 */
	static void make(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			Files.createDirectories(folder, ownerOnly(folder));
		}
		check(folder);
	}

	/**
	 * See that nobody else may write to a folder.
	 * @throws PythonEnvironmentException if somebody else may
	 * @throws IOException if that cannot be found out
	 */
	static void check(Path folder) throws IOException {
		if (!isPosix(folder)) {
			return;
		}
		PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
		Set<PosixFilePermission> permissions = attributes.permissions();
		if (permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
			throw refused(folder, "other users may write to it (" + PosixFilePermissions.toString(permissions)
					+ "): run chmod go-w on it");
		}
		UserPrincipal owner = attributes.owner();
		if (!owner.getName().equals("root") && !owner.equals(thisUser())) {
			throw refused(folder, "it belongs to another user (" + owner.getName() + ", this is " + thisUser().getName()
					+ "): name a folder of this user");
		}
	}

	static Path makeAside(Path folder, String prefix) throws IOException {
		return Files.createTempDirectory(folder, prefix, ownerOnly(folder));
	}

	/**
	 * Delete a folder with all that is in it, as far as that goes.
	 * @return whether it is gone
	 */
	static boolean delete(Path folder) {
		if (Files.notExists(folder)) {
			return true;
		}
		try {
			Files.walkFileTree(folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.deleteIfExists(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
					Files.deleteIfExists(directory);
					return FileVisitResult.CONTINUE;
				}

			});
			return true;
		}
		catch (IOException ex) {
			return false; // an orphan may write to it still; it is in nobody's way
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path path) {
		return isPosix(path)
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private static PythonEnvironmentException refused(Path folder, String reason) {
		return new PythonEnvironmentException("Folder '" + folder + "' is not used for Python workers, since " + reason
				+ ". Whoever can write to it decides which code they run", null);
	}

	/** Java tells who runs this process by the owner of a new file alone. */
	private static UserPrincipal thisUser() throws IOException {
		UserPrincipal known = thisUser;
		if (known == null) {
			Path probe = Files.createTempFile("multifrost", null);
			try {
				known = Files.getOwner(probe);
			}
			finally {
				Files.delete(probe);
			}
			thisUser = known;
		}
		return known;
	}

}

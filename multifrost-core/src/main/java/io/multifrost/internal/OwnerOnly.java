package io.multifrost.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Files and folders that this user alone may write to: whoever else can, decides what is
 * called or run. What is made is for its owner alone, whatever the umask is, from the
 * moment it is there. Where the file system knows no owners, nothing is asked for.
 */
public final class OwnerOnly {

	private static volatile @Nullable UserPrincipal thisUser;

	private OwnerOnly() {
	}

	public static FileAttribute<?>[] file(Path path) {
		return only(path, "rw-------");
	}

	public static FileAttribute<?>[] directory(Path path) {
		return only(path, "rwx------");
	}

	/**
	 * Make a folder, and those above it, where they are missing.
	 */
	public static void createDirectories(Path path) throws IOException {
		if (!Files.isDirectory(path)) {
			Files.createDirectories(path, directory(path));
		}
	}

	/**
	 * Return whether files there have an owner and permissions.
	 */
	public static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private static FileAttribute<?>[] only(Path path, String permissions) {
		return isPosix(path)
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Find out who else may write to a file or folder.
	 * @param path the file or folder
	 * @return what is wrong and what to do, or {@code null} if nobody else may, or there
	 * is no such file
	 * @throws IOException if that cannot be found out
	 */
	public static @Nullable String openToOthers(Path path) throws IOException {
		if (!isPosix(path)) {
			return null;
		}
		try {
			Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
			return (permissions.contains(PosixFilePermission.GROUP_WRITE)
					|| permissions.contains(PosixFilePermission.OTHERS_WRITE))
							? "other users may write to it (" + PosixFilePermissions.toString(permissions)
									+ "): run chmod go-w on it"
							: null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Find out whether a folder is somebody else's, or others may write to it.
	 * @param folder the folder
	 * @return what is wrong and what to do, or {@code null} if nothing is, or there is no
	 * such folder
	 * @throws IOException if that cannot be found out
	 */
	public static @Nullable String ofOthers(Path folder) throws IOException {
		String open = openToOthers(folder);
		if (open != null || !isPosix(folder) || Files.notExists(folder)) {
			return open;
		}
		UserPrincipal owner = Files.readAttributes(folder, PosixFileAttributes.class).owner();
		return (owner.getName().equals("root") || owner.equals(thisUser())) ? null : "it belongs to another user ("
				+ owner.getName() + ", this is " + thisUser().getName() + "): name a directory of this user";
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

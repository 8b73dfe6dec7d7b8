package io.multifrost.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.jeromq.curve.CurveKeys;

/**
 * The secret key of a user, in a file that is for its owner alone. Python workers use the
 * same file.
 */
public final class UserKey {

	private static final String FILE = "curve.key";

	private UserKey() {
	}

	/**
	 * Return the key that is kept in a folder, which is made where there is none yet.
	 */
	public static String readOrMake(Path folder) {
		Path file = folder.resolve(FILE);
		try {
			OwnerOnly.createDirectories(folder);
			String open = OwnerOnly.ofOthers(folder);
			if (open != null) {
				throw new MultifrostException("Others can change the key of this user in '" + folder + "': " + open);
			}
			String key = read(file);
			return (key != null) ? key : make(file);
		}
		catch (IOException ex) {
			throw new MultifrostException("The key of this user, '" + file + "', could not be read or made: " + ex, ex);
		}
	}

	private static @Nullable String read(Path file) throws IOException {
		try {
			if (OwnerOnly.isPosix(file)) {
				Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
				if (permissions.contains(PosixFilePermission.GROUP_READ)
						|| permissions.contains(PosixFilePermission.OTHERS_READ)) {
					throw new MultifrostException("Others can read the key of this user, '" + file
							+ "': delete it, so that a new one is made, and restart what uses it");
				}
			}
			return CurveKeys.require("What is in '" + file + "'", Files.readString(file).strip());
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IllegalArgumentException ex) {
			throw new MultifrostException(ex.getMessage() + "; delete the file, so that a new one is made", ex);
		}
	}

	/**
	 * Make the file, unless another process is quicker, in such a way that nobody sees
	 * half of it.
	 */
	private static String make(Path file) throws IOException {
		Path written = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, null, OwnerOnly.file(file));
		try {
			Files.writeString(written, CurveKeys.newSecretKey() + System.lineSeparator());
			Files.createLink(file, written);
		}
		catch (FileAlreadyExistsException ex) {
			// That one holds.
		}
		finally {
			Files.delete(written);
		}
		String made = read(file);
		if (made == null) {
			throw new NoSuchFileException(file.toString());
		}
		return made;
	}

}

package io.multifrost.internal.python;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

import io.multifrost.PythonEnvironmentException;
import io.multifrost.internal.OwnerOnly;

/**
 * Folders that this user alone may write to: whoever can, decides which code the workers
 * run.
 */
final class PrivateFolders {

	private PrivateFolders() {
	}

	/**
	 * Make a folder, and those above it, where they are missing, for this user alone; see
	 * that nobody else may write to one that is there.
	 * @throws PythonEnvironmentException if somebody else may
	 * @throws IOException if it cannot be made
	 */
	static void make(Path folder) throws IOException {
		OwnerOnly.createDirectories(folder);
		check(folder);
	}

	/**
	 * See that nobody else may write to a folder.
	 * @throws PythonEnvironmentException if somebody else may
	 * @throws IOException if that cannot be found out
	 */
	static void check(Path folder) throws IOException {
		String reason = OwnerOnly.ofOthers(folder);
		if (reason != null) {
			throw new PythonEnvironmentException("Folder '" + folder + "' is not used for Python workers, since "
					+ reason + ". Whoever can write to it decides which code they run", null);
		}
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

}

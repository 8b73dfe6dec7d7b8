package io.multifrost.internal.sharedfile;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.internal.FileLocks;
import io.multifrost.internal.OwnerOnly;

/**
 * A directory of this process for shared files. A lock shows others that the process
 * still runs; the system takes it away, however the process ends, and whoever finds the
 * directory without it deletes it.
 */
final class FileDirectory {

	/** The file that is locked. */
	static final String LOCK = "lock";

	private static final Logger logger = LoggerFactory.getLogger(FileDirectory.class);

	private static final String PREFIX = "multifrost-files-";

	/** In memory, where there is such a place. */
	private static final Path MEMORY = Path.of("/dev/shm");

	/** As old as no directory is that is about to get its lock. */
	private static final Duration WITHOUT_LOCK = Duration.ofMinutes(1);

	private static final int ATTEMPTS = 3;

	private static final SecureRandom random = new SecureRandom();

	private final Path path;

	private final RandomAccessFile lock;

	private FileDirectory(Path path, RandomAccessFile lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Return where directories are made by default.
	 */
	static Path base() {
		return Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
	}

	/**
	 * Make a directory, and delete those that processes have left which ended long ago.
	 * @param base where it is made
	 * @throws IOException if it cannot be made
	 */
	static FileDirectory create(Path base) throws IOException {
		sweep(base);
		for (int attempt = 1;; attempt++) {
			Path path = base.resolve(ownPrefix() + HexFormat.of().toHexDigits(random.nextLong()));
			Files.createDirectory(path, OwnerOnly.directory(path));
			try {
				Path file = path.resolve(LOCK);
				Files.createFile(file, OwnerOnly.file(file));
				RandomAccessFile lock = FileLocks.tryTake(file);
				if (lock != null && Files.exists(file)) {
					return new FileDirectory(path, lock);
				}
			}
			catch (NoSuchFileException ex) {
				logger.debug("A directory was swept away before it was locked", ex);
			}
			if (attempt == ATTEMPTS) {
				throw new FileAlreadyExistsException(path.toString(), null, "others lock each new directory");
			}
		}
	}

	/**
	 * The name tells the directories of this process, whose locks it must not touch: to
	 * open and close the file again would take them away.
	 */
	private static String ownPrefix() {
		ProcessHandle process = ProcessHandle.current();
		long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
		return PREFIX + process.pid() + "-" + start + "-";
	}

	Path path() {
		return this.path;
	}

	/**
	 * Delete the directory with all that is left in it.
	 */
	void delete() throws IOException {
		deleteAll(this.path, this.lock);
	}

	private static void sweep(Path base) {
		String own = ownPrefix();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(base, PREFIX + "*")) {
			for (Path directory : found) {
				if (!directory.getFileName().toString().startsWith(own)) {
					deleteIfAbandoned(directory);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Directory {} could not be looked through", base, ex);
		}
	}

	/**
	 * Delete a directory whose process has ended.
	 * @param directory a directory that is not one of this process
	 */
	static void deleteIfAbandoned(Path directory) {
		try {
			if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || OwnerOnly.ofOthers(directory) != null) {
				return;
			}
			Path file = directory.resolve(LOCK);
			boolean locked = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
			if (!locked
					&& Files.getLastModifiedTime(directory).toInstant().isAfter(Instant.now().minus(WITHOUT_LOCK))) {
				return;
			}
			RandomAccessFile lock = FileLocks.tryTake(file);
			if (lock != null) {
				deleteAll(directory, lock);
			}
		}
		catch (IOException ex) {
			logger.debug("Directory {} could not be deleted", directory, ex);
		}
	}

	private static void deleteAll(Path directory, @Nullable RandomAccessFile lock) throws IOException {
		try {
			try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
				for (Path file : files) {
					if (!file.endsWith(LOCK)) {
						Files.deleteIfExists(file);
					}
				}
			}
			// Last, and while it is locked: who opens it later sees that it is gone
			Files.deleteIfExists(directory.resolve(LOCK));
			Files.deleteIfExists(directory);
		}
		catch (NoSuchFileException ex) {
			logger.debug("Somebody else has deleted {}", directory, ex);
		}
		finally {
			if (lock != null) {
				lock.close();
			}
		}
	}

}

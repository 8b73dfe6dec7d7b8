package io.multifrost.internal.registryfile;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.internal.FileLocks;
import io.multifrost.internal.OwnerOnly;

/**
 * The right of one Java process at a time to take the locks of the peers. It is a lock of
 * the operating system on a file of our own, which goes with its process and so is never
 * left behind.
 * <p>
 * After each turn comes a break as long as the turn was, in which no Java process takes a
 * lock. The peers look for theirs every 100 ms only: without breaks, a few busy Java
 * processes would hand the locks to each other, and the peers give up after ten seconds.
 */
final class JavaTurn implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(JavaTurn.class);

	private static final long SHORTEST_BREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long LONGEST_BREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final @Nullable RandomAccessFile file;

	private long startedNanos = System.nanoTime();

	private JavaTurn(@Nullable RandomAccessFile file) {
		this.file = file;
	}

	/**
	 * Try to get the turn, without waiting. Where the file belongs to another user, or
	 * the file system has no such locks, there are no turns: then it is anybody's, and
	 * the locks of the peers have to be enough.
	 * @param path the file
	 * @return the turn, or {@code null} if another process has it
	 */
	static @Nullable JavaTurn tryTake(Path path) {
		try {
			if (Files.notExists(path)) {
				createFile(path);
			}
			RandomAccessFile file = FileLocks.tryTake(path);
			return (file != null) ? new JavaTurn(file) : null;
		}
		catch (IOException ex) {
			logger.debug("{} cannot be used, so that Java processes do not take turns", path, ex);
			return new JavaTurn(null);
		}
	}

	private static void createFile(Path path) throws IOException {
		try {
			Files.createFile(path, OwnerOnly.file(path));
		}
		catch (FileAlreadyExistsException ex) {
			logger.debug("Another process has made {} first", path, ex);
		}
	}

	/**
	 * Wait for the end of the break after the turn before.
	 * @throws IOException if the file cannot be read
	 */
	void awaitBreak() throws IOException {
		long end = (this.file != null && this.file.length() >= Long.BYTES) ? this.file.readLong() : 0;
		// The clock of the wall, which is all that processes share, may have been set
		long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(end - System.currentTimeMillis()), LONGEST_BREAK_NANOS);
		if (nanos > 0) {
			LockSupport.parkNanos(this, nanos);
		}
		this.startedNanos = System.nanoTime();
	}

	@Override
	public void close() throws IOException {
		RandomAccessFile file = this.file;
		if (file == null) {
			return;
		}
		// Closing the file gives the turn away
		try (file) {
			long nanos = Math.max(SHORTEST_BREAK_NANOS,
					Math.min(System.nanoTime() - this.startedNanos, LONGEST_BREAK_NANOS));
			file.seek(0);
			file.writeLong(System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(nanos));
		}
	}

}

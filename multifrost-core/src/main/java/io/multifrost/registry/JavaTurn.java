package io.multifrost.registry;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

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

	private static final long SHORTEST_BREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long LONGEST_BREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final RandomAccessFile file;

	private final FileLock lock;

	private long startedNanos = System.nanoTime();

	private JavaTurn(RandomAccessFile file, FileLock lock) {
		this.file = file;
		this.lock = lock;
	}

	/**
	 * Try to get the turn, without waiting.
	 * @param path the file
	 * @return the turn, or {@code null} if another process has it
	 * @throws IOException if the file cannot be used
	 */
	static @Nullable JavaTurn tryTake(Path path) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		FileLock lock = null;
		try {
			lock = file.getChannel().tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null; // another class loader of this JVM has it
		}
		finally {
			if (lock == null) {
				file.close();
			}
		}
		return (lock != null) ? new JavaTurn(file, lock) : null;
	}

	/**
	 * Wait for the end of the break after the turn before.
	 * @throws IOException if the file cannot be read
	 */
	void awaitBreak() throws IOException {
		long end = (this.file.length() >= Long.BYTES) ? this.file.readLong() : 0;
		// The clock of the wall, which is all that processes share, may have been set
		long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(end - System.currentTimeMillis()), LONGEST_BREAK_NANOS);
		if (nanos > 0) {
			LockSupport.parkNanos(this, nanos);
		}
		this.startedNanos = System.nanoTime();
	}

	@Override
	public void close() throws IOException {
		try (RandomAccessFile file = this.file; FileLock lock = this.lock) {
			if (lock.isValid()) {
				long nanos = Math.max(SHORTEST_BREAK_NANOS,
						Math.min(System.nanoTime() - this.startedNanos, LONGEST_BREAK_NANOS));
				file.seek(0);
				file.writeLong(System.currentTimeMillis() + TimeUnit.NANOSECONDS.toMillis(nanos));
			}
		}
	}

}

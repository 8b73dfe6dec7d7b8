package io.multifrost.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks of the operating system on files, which go with their process and so are never
 * left behind.
 */
public final class FileLocks {

	private static final Logger logger = LoggerFactory.getLogger(FileLocks.class);

	private FileLocks() {
	}

	/**
	 * Try to lock a file, without waiting.
	 * @param path the file, which is made where it is missing
	 * @return the file, which is locked until it is closed, or {@code null} if somebody
	 * else has locked it
	 * @throws IOException if it cannot be opened or locked
	 */
	public static @Nullable RandomAccessFile tryTake(Path path) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		boolean taken = false;
		try {
			taken = file.getChannel().tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			logger.debug("Another class loader of this process has {}", path, ex);
		}
		finally {
			if (!taken) {
				file.close();
			}
		}
		return taken ? file : null;
	}

}

package io.multifrost.internal.registryfile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a file to change. What it tells is a hint: changes may come unnoticed, on a
 * network drive all of them, so that one has to look from time to time anyway. For use by
 * one thread.
 */
public final class DirectoryWatch implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(DirectoryWatch.class);

	private final Path file;

	private @Nullable WatchService service;

	/**
	 * Whether watching failed for another reason than that there is no directory yet.
	 */
	private boolean failed;

	public DirectoryWatch(Path file) {
		this.file = file;
		open();
	}

	/**
	 * Wait until the file may have changed.
	 * @param nanos how long to wait at most
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void await(long nanos) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		open();
		for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
			WatchService service = this.service;
			if (service == null) {
				TimeUnit.NANOSECONDS.sleep(left);
			}
			else if (hasChanged(service.poll(left, TimeUnit.NANOSECONDS))) {
				return;
			}
		}
	}

	private boolean hasChanged(@Nullable WatchKey key) {
		if (key == null) {
			return false;
		}
		boolean changed = false;
		for (WatchEvent<?> event : key.pollEvents()) {
			// The locks come and go beside the file
			changed |= event.kind() == StandardWatchEventKinds.OVERFLOW
					|| this.file.getFileName().equals(event.context());
		}
		if (!key.reset()) {
			close(); // the directory is gone; there may be another one later
		}
		return changed;
	}

	private void open() {
		Path directory = this.file.getParent();
		if (this.service != null || this.failed || directory == null || !Files.isDirectory(directory)) {
			return;
		}
		try {
			this.service = directory.getFileSystem().newWatchService();
			directory.register(this.service, StandardWatchEventKinds.ENTRY_CREATE,
					StandardWatchEventKinds.ENTRY_MODIFY);
		}
		catch (IOException | UnsupportedOperationException ex) {
			this.failed = true;
			logger.debug("{} cannot be watched, and is only looked at from time to time", directory, ex);
			close();
		}
	}

	@Override
	public void close() {
		WatchService service = this.service;
		this.service = null;
		if (service != null) {
			try {
				service.close();
			}
			catch (IOException | ClosedWatchServiceException ex) {
				logger.debug("The watch of {} could not be closed", this.file, ex);
			}
		}
	}

}

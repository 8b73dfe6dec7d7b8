package io.multifrost.internal.sharedfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.CodecLimits;
import io.multifrost.internal.OwnerOnly;

/**
 * The files that a parent shares with the processes of one worker. Those that are free
 * are used again, since new pages cost more than to fill them; what is idle for some
 * seconds is given back. The directory is there as long as a process or a call needs it.
 * Safe for use by any thread; not to be used on the I/O thread, since it touches files.
 */
public final class FilePool {

	private static final Logger logger = LoggerFactory.getLogger(FilePool.class);

	/** How many bytes of files may be free at once. */
	private static final long MAX_FREE_BYTES = 256L << 20;

	/** The part of the file system that they may take. */
	private static final int FREE_SHARE = 4;

	private static final int MAX_FREE_FILES = 128;

	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final Path base;

	private final long threshold;

	private final CodecLimits limits;

	private final Executor executor;

	/** The one that was used last is first. */
	private final Deque<SharedFile> free = new ArrayDeque<>();

	private long freeBytes;

	private long maxFreeBytes;

	private @Nullable FileDirectory directory;

	private int users;

	private long names;

	private boolean trimming;

	private boolean complained;

	/**
	 * Create a pool without files.
	 * @param threshold from how many bytes on a value is in a file
	 * @param limits how many bytes a file may have
	 * @param executor where idle files are deleted
	 */
	public FilePool(long threshold, CodecLimits limits, Executor executor) {
		this(FileDirectory.base(), threshold, limits, executor);
	}

	FilePool(Path base, long threshold, CodecLimits limits, Executor executor) {
		this.base = base;
		this.executor = executor;
		this.threshold = threshold;
		this.limits = limits;
	}

	public long threshold() {
		return this.threshold;
	}

	CodecLimits limits() {
		return this.limits;
	}

	/**
	 * Have the directory be there until it is {@linkplain #release() released}.
	 * @return its path, or {@code null} where there is none and nothing is to be released
	 */
	public synchronized @Nullable Path acquire() {
		if (this.directory == null) {
			if (!OwnerOnly.isPosix(this.base)) {
				return null;
			}
			try {
				long space = Files.getFileStore(this.base).getTotalSpace();
				this.maxFreeBytes = Math.min(MAX_FREE_BYTES, space / FREE_SHARE);
				this.directory = FileDirectory.create(this.base);
			}
			catch (IOException ex) {
				complain("Files cannot be shared with workers, so that large values take the slower way", ex);
				return null;
			}
		}
		this.users++;
		return this.directory.path();
	}

	/**
	 * Need the directory no longer.
	 */
	public synchronized void release() {
		this.users--;
		FileDirectory unused = this.directory;
		if (this.users > 0 || unused == null) {
			return;
		}
		while (!this.free.isEmpty()) {
			discard(this.free.removeFirst(), true);
		}
		this.directory = null;
		try {
			unused.delete();
		}
		catch (IOException ex) {
			logger.warn("Directory {} could not be deleted", unused.path(), ex);
		}
	}

	/**
	 * Take a file, which nobody else has then.
	 * @param size how many bytes are to be written to it, 0 where that is not known
	 * @throws IOException if none can be made
	 */
	synchronized SharedFile take(long size) throws IOException {
		SharedFile best = null;
		for (SharedFile file : this.free) {
			boolean fits = file.size() >= size;
			boolean better = best == null || ((best.size() >= size) ? fits && size > 0 && file.size() < best.size()
					: file.size() > best.size());
			best = better ? file : best;
		}
		if (best != null) {
			this.free.remove(best);
			this.freeBytes -= best.size();
			return best;
		}
		FileDirectory directory = this.directory;
		if (directory == null) {
			throw new IOException("There is no directory for files");
		}
		return new SharedFile(directory.path(), Long.toString(++this.names));
	}

	/**
	 * Take a file back that may be used again.
	 */
	synchronized void giveBack(SharedFile file) {
		try {
			file.idle(System.nanoTime());
		}
		catch (IOException ex) {
			logger.warn("A shared file is not used again", ex);
			discard(file, false);
			return;
		}
		if (this.freeBytes + file.size() > this.maxFreeBytes || this.free.size() >= MAX_FREE_FILES) {
			discard(file, true);
			return;
		}
		this.free.addFirst(file);
		this.freeBytes += file.size();
		trimLater(IDLE_NANOS);
	}

	private void trimLater(long nanos) {
		if (!this.trimming) {
			this.trimming = true;
			CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, this.executor).execute(this::trim);
		}
	}

	/** Delete the files that nobody has used for a while. */
	private synchronized void trim() {
		this.trimming = false;
		long now = System.nanoTime();
		List<SharedFile> idle = new ArrayList<>();
		while (!this.free.isEmpty() && now - this.free.getLast().idleSince() >= IDLE_NANOS) {
			idle.add(this.free.removeLast());
		}
		for (SharedFile file : idle) {
			this.freeBytes -= file.size();
			discard(file, true);
		}
		if (!this.free.isEmpty()) {
			trimLater(IDLE_NANOS - (now - this.free.getLast().idleSince()));
		}
	}

	/**
	 * Delete a file.
	 * @param unused whether nobody looks at it any more
	 */
	void discard(SharedFile file, boolean unused) {
		try {
			if (unused) {
				file.deleteIdle();
			}
			else {
				file.delete();
			}
		}
		catch (IOException ex) {
			logger.warn("A shared file could not be deleted", ex);
		}
	}

	/**
	 * Tell once that values take the slower way.
	 */
	synchronized void complain(String problem, IOException ex) {
		if (this.complained) {
			logger.debug(problem, ex);
		}
		else {
			this.complained = true;
			logger.warn("{}: {}; make room in {} (in a container, docker run --shm-size=1g or the like), or switch "
					+ "this off with files-threshold=0", problem, ex.toString(), this.base);
		}
	}

}

package io.multifrost.internal.sharedfile;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The claim of one process to the directory of shared files. Safe for use by any thread.
 */
public final class FileLease {

	private final @Nullable FilePool pool;

	private boolean held;

	/**
	 * Create a claim that is not made yet.
	 * @param pool the files, or {@code null} if none are shared
	 */
	public FileLease(@Nullable FilePool pool) {
		this.pool = pool;
	}

	/**
	 * Have the directory be there.
	 * @return its path, or {@code null} if there is none
	 */
	public synchronized @Nullable Path acquire() {
		Path directory = (this.pool != null) ? this.pool.acquire() : null;
		this.held = directory != null;
		return directory;
	}

	/**
	 * Need it no longer; may be called more than once.
	 */
	public synchronized void release() {
		if (this.held && this.pool != null) {
			this.held = false;
			this.pool.release();
		}
	}

}

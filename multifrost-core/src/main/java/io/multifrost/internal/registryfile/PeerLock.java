package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock by which the peers of one language keep each other from changing the registry:
 * something in its directory that only one process can create.
 */
abstract class PeerLock {

	private static final Logger logger = LoggerFactory.getLogger(PeerLock.class);

	/**
	 * What Go and Node.js take for left behind, and Python waits at most.
	 */
	static final Duration STALE_AFTER = Duration.ofSeconds(10);

	private final Path path;

	private final String peer;

	PeerLock(Path path, String peer) {
		this.path = path;
		this.peer = peer;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Try to take the lock, without waiting. One that was left behind is broken.
	 * @return the lock in our hands, or {@code null} if somebody else has it
	 * @throws IOException if the lock can neither be created nor be there
	 */
	@Nullable Held tryAcquire() throws IOException {
		Held held = tryCreate();
		if (held != null) {
			return held;
		}
		LockState found = LockState.of(this.path);
		if (found != null && isStale(found) && StaleLockRemoval.remove(this.path, found)) {
			logger.warn("Broke the lock {} (of {} processes), which {} left behind {} ms ago", this.path, this.peer,
					found.holder(), found.ageMillis());
			return tryCreate();
		}
		return null;
	}

	/**
	 * Describe who has the lock.
	 * @return a sentence without its full stop, or {@code null} if nobody has it
	 */
	@Nullable String describe() {
		LockState found = LockState.of(this.path);
		return (found != null) ? "'" + this.path + "' (the lock of " + this.peer + " processes) is held for "
				+ found.ageMillis() + " ms by " + found.holder() : null;
	}

	/**
	 * Create what stands for the lock.
	 * @throws FileAlreadyExistsException if it is there already
	 * @throws IOException if it cannot be created
	 */
	abstract void create() throws IOException;

	private @Nullable Held tryCreate() throws IOException {
		try {
			create();
		}
		catch (FileAlreadyExistsException ex) {
			return null;
		}
		LockState state = LockState.of(this.path);
		if (state == null) {
			throw new IOException("Lock '" + this.path + "' was removed by another process as soon as it was taken");
		}
		return new Held(this.path, state);
	}

	// The pid decides where there is one: a process that is only slow has the lock still
	private boolean isStale(LockState lock) {
		return (lock.pid() != 0) ? !ProcessState.isRunningSince(lock.pid(), lock.modified())
				: lock.modified().plus(STALE_AFTER).isBefore(Instant.now());
	}

	/**
	 * A lock in our hands.
	 */
	static final class Held {

		private final Path path;

		private final LockState state;

		private Held(Path path, LockState state) {
			this.path = path;
			this.state = state;
		}

		/**
		 * Return whether the lock is ours still. A peer takes it for left behind where
		 * this process stood still for longer than the peer's limit.
		 * @return whether nobody took it
		 */
		boolean isOurs() {
			return this.state.equals(LockState.of(this.path));
		}

		Path path() {
			return this.path;
		}

		void release() throws IOException {
			if (isOurs()) {
				Files.deleteIfExists(this.path);
			}
		}

	}

}

package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.internal.OwnerOnly;

/**
 * The lock by which the peers of one language keep each other from changing the registry:
 * something in its directory that only one process can create.
 *
 * @param path what stands for the lock
 * @param peer the language
 * @param creator creates it, and fails where it is there already
 */
record PeerLock(Path path, String peer, Creator creator) {

	private static final Logger logger = LoggerFactory.getLogger(PeerLock.class);

	/**
	 * What Go and Node.js take for left behind, and Python waits at most.
	 */
	static final Duration STALE_AFTER = Duration.ofSeconds(10);

	/**
	 * Return a lock that is a file which holds the id of the process that has it.
	 * <p>
	 * Python creates {@code registry.lock} and writes its pid a moment later; it never
	 * breaks a lock. Go creates {@code services.lock} and leaves it empty, and takes one
	 * older than ten seconds for left behind. A lock of ours tells by its pid that it was
	 * left behind, so that no process of ours waits for long.
	 */
	static PeerLock file(Path path, String peer) {
		return new PeerLock(path, peer, PeerLock::createFile);
	}

	/**
	 * Return a lock that is a directory, which stays empty: Node.js removes it by
	 * {@code rmdir}, and knows by its age (ten seconds) alone that it was left behind.
	 * Node.js refreshes the time of its own while it works, and does not wait for that of
	 * another but fails at once, which is why it is the last one to be taken.
	 */
	static PeerLock directory(Path path, String peer) {
		return new PeerLock(path, peer, (lock) -> Files.createDirectory(lock, OwnerOnly.directory(lock)));
	}

	private static void createFile(Path path) throws IOException {
		Files.createFile(path, OwnerOnly.file(path));
		try {
			PlainFiles.write(path, Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			Files.deleteIfExists(path);
			throw ex;
		}
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
		if (found != null && isStale(found) && remove(this.path, found)) {
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

	private @Nullable Held tryCreate() throws IOException {
		try {
			this.creator.create(this.path);
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
	private static boolean isStale(LockState lock) {
		return (lock.pid() != 0) ? !ProcessState.isRunningSince(lock.pid(), lock.modified())
				: lock.modified().plus(STALE_AFTER).isBefore(Instant.now());
	}

	/**
	 * Remove a lock that was left behind.
	 * <p>
	 * Between the judgement that a lock is stale and its removal somebody else may remove
	 * it and take a new one, and removing that one would leave two owners. Java processes
	 * do not do that to each other, as only the one whose {@linkplain JavaTurn turn} it
	 * is comes here. But Go and Node.js remove what is stale on their own. So the lock is
	 * not deleted but renamed, which only one can do, and deleted only if it is the one
	 * that was judged. Another one is put back, unless a third process has taken the lock
	 * within those few microseconds. The files of the peers offer nothing better than
	 * that.
	 * @param lock what stands for the lock
	 * @param judged the state in which it was stale
	 * @return whether it was removed, which it is not if it is another one by now
	 * @throws IOException if the directory cannot be changed
	 */
	static boolean remove(Path lock, LockState judged) throws IOException {
		Path aside = lock.resolveSibling(lock.getFileName() + ".stale-" + UUID.randomUUID());
		try {
			Files.move(lock, aside);
		}
		catch (NoSuchFileException ex) {
			return false; // a peer was faster
		}
		if (judged.equals(LockState.of(aside))) {
			Files.delete(aside);
			return true;
		}
		putBack(aside, lock);
		return false;
	}

	private static void putBack(Path aside, Path lock) throws IOException {
		try {
			if (Files.isDirectory(aside)) {
				Files.move(aside, lock);
				return;
			}
			Files.createLink(lock, aside); // unlike a move it never replaces
		}
		catch (FileAlreadyExistsException ex) {
			logger.warn("{} was taken by two processes while it was to be broken", lock, ex);
		}
		Files.delete(aside);
	}

	/**
	 * Creates what stands for a lock.
	 */
	interface Creator {

		void create(Path path) throws IOException;

	}

	/**
	 * A lock in our hands.
	 */
	record Held(Path path, LockState state) {

		/**
		 * Return whether the lock is ours still. A peer takes it for left behind where
		 * this process stood still for longer than the peer's limit.
		 * @return whether nobody took it
		 */
		boolean isOurs() {
			return this.state.equals(LockState.of(this.path));
		}

		void release() throws IOException {
			if (isOurs()) {
				Files.deleteIfExists(this.path);
			}
		}

	}

}

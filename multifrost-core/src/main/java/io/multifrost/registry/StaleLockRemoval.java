package io.multifrost.registry;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.LazyLogger;

/**
 * Removes a lock that was left behind.
 * <p>
 * Between the judgement that a lock is stale and its removal somebody else may remove it
 * and take a new one, and removing that would leave two owners. Therefore:
 * <ol>
 * <li>Only one Java process at a time removes anything, and judges once more then. What
 * keeps the others out is a lock of the operating system on a file of our own, which goes
 * with its process, so that it cannot be left behind itself.
 * <li>What is left are Go and Node.js, which remove what is stale on their own. So the
 * lock is not deleted but renamed to a name of its own, which only one can do, and only
 * deleted when it is the one that was judged.
 * <li>If it is another one, it is put back, unless a third process has taken the lock
 * within those few microseconds. The files of peers offer nothing better than that.
 * </ol>
 */
final class StaleLockRemoval {

	private static final LazyLogger logger = new LazyLogger(StaleLockRemoval.class);

	private static final String GUARD = "java-lock-removal.guard";

	private final Path lock;

	StaleLockRemoval(Path lock) {
		this.lock = lock;
	}

	/**
	 * Remove the lock if it is stale.
	 * @param stale judges a lock
	 * @return whether a stale lock was removed
	 * @throws IOException if the directory cannot be changed
	 */
	boolean remove(Predicate<LockState> stale) throws IOException {
		try (RandomAccessFile guard = new RandomAccessFile(this.lock.resolveSibling(GUARD).toFile(), "rw");
				FileLock held = tryLock(guard)) {
			LockState judged = (held != null) ? LockState.of(this.lock) : null;
			return judged != null && stale.test(judged) && removeIf(judged);
		}
	}

	private static @Nullable FileLock tryLock(RandomAccessFile guard) throws IOException {
		try {
			return guard.getChannel().tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null; // another class loader of this JVM is at it
		}
	}

	private boolean removeIf(LockState judged) throws IOException {
		Path aside = this.lock.resolveSibling(this.lock.getFileName() + ".stale-" + UUID.randomUUID());
		try {
			Files.move(this.lock, aside);
		}
		catch (NoSuchFileException ex) {
			return false; // a peer was faster
		}
		if (judged.equals(LockState.of(aside))) {
			Files.delete(aside);
			return true;
		}
		putBack(aside);
		return false;
	}

	private void putBack(Path aside) throws IOException {
		try {
			if (Files.isDirectory(aside)) {
				Files.move(aside, this.lock);
				return;
			}
			Files.createLink(this.lock, aside); // unlike a move it never replaces
		}
		catch (FileAlreadyExistsException ex) {
			logger.get().warn("{} was taken by two processes while it was to be broken", this.lock, ex);
		}
		Files.delete(aside);
	}

}

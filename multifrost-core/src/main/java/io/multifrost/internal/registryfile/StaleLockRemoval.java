package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a lock that was left behind.
 * <p>
 * Between the judgement that a lock is stale and its removal somebody else may remove it
 * and take a new one, and removing that one would leave two owners. Java processes do not
 * do that to each other, as only the one whose {@linkplain JavaTurn turn} it is comes
 * here. But Go and Node.js remove what is stale on their own. So the lock is not deleted
 * but renamed, which only one can do, and deleted only if it is the one that was judged.
 * Another one is put back, unless a third process has taken the lock within those few
 * microseconds. The files of the peers offer nothing better than that.
 */
final class StaleLockRemoval {

	private static final Logger logger = LoggerFactory.getLogger(StaleLockRemoval.class);

	private StaleLockRemoval() {
	}

	/**
	 * Remove a lock.
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

}

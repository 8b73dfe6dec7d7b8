package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.multifrost.internal.OwnerOnly;

/**
 * A file that holds the id of the process that has the lock.
 * <p>
 * Python creates {@code registry.lock} and writes its pid a moment later; it never breaks
 * a lock. Go creates {@code services.lock} and leaves it empty, and takes one older than
 * ten seconds for left behind. A lock of ours tells by its pid that it was left behind,
 * so that no process of ours waits for long.
 */
final class LockFile extends PeerLock {

	LockFile(Path path, String peer) {
		super(path, peer);
	}

	@Override
	void create() throws IOException {
		Files.createFile(path(), OwnerOnly.file(path()));
		try {
			PlainFiles.write(path(), Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			Files.deleteIfExists(path());
			throw ex;
		}
	}

}

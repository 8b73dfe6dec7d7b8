package io.multifrost.internal.registryfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.multifrost.internal.OwnerOnly;

/**
 * A directory, which stays empty: Node.js removes it by {@code rmdir}, and knows by its
 * age (ten seconds) alone that it was left behind. Node.js refreshes the time of its own
 * while it works, and does not wait for that of another but fails at once, which is why
 * it is the last one to be taken.
 */
final class LockDirectory extends PeerLock {

	LockDirectory(Path path, String peer) {
		super(path, peer);
	}

	@Override
	void create() throws IOException {
		Files.createDirectory(path(), OwnerOnly.directory(path()));
	}

}

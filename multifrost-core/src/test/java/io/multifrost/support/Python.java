package io.multifrost.support;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Python that the build has made, and the programs that tests run with it.
 */
public final class Python {

	private static final Path ROOT = root();

	private Python() {
	}

	private static Path root() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(folder.resolve("multifrost-core"))) {
			folder = folder.getParent();
		}
		return folder;
	}

	public static Path executable() {
		return ROOT.resolve("target/python/bin/python3");
	}

	public static Path peer(String name) {
		return ROOT.resolve("multifrost-core/src/test/python").resolve(name);
	}

	public static Path documentedWorker() {
		return ROOT.resolve("docs/worker.py");
	}

}

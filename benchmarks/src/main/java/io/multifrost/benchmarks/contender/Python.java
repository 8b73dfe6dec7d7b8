package io.multifrost.benchmarks.contender;

import java.nio.file.Path;

/**
 * Where Python and its programs are.
 */
final class Python {

	private Python() {
	}

	static Path root() {
		return Path.of(System.getProperty("benchmarks.root", "")).toAbsolutePath();
	}

	static String executable() {
		return root().resolve("benchmarks/target/python/bin/python3").toString();
	}

	/**
	 * Return where the messages are that protoc made.
	 */
	static String generated() {
		return root().resolve("benchmarks/target/generated-sources/protobuf").toString();
	}

	static String script(String name) {
		return root().resolve("benchmarks/src/main/python").resolve(name).toString();
	}

}

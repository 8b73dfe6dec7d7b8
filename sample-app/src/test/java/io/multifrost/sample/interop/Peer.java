package io.multifrost.sample.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.multifrost.process.WorkerCommand;

/**
 * A language, and its programs for these tests.
 */
enum Peer {

	JAVA("Java") {

		@Override
		List<String> command(String program) {
			Class<?> main = "worker".equals(program) ? InteropWorker.class : InteropParent.class;
			return WorkerCommand.java(main.getName(), "-XX:TieredStopAtLevel=1").arguments();
		}

	},

	PYTHON("Python") {

		@Override
		List<String> command(String program) {
			return List.of(path("target/python/bin/python3"),
					path("sample-app/src/test/interop/python/interop_" + program + ".py"));
		}

	},

	NODE("Node.js") {

		@Override
		List<String> command(String program) {
			return List.of("node", path("target/peers/node/src/test/interop/node/interop_" + program + ".js"));
		}

	},

	GO("Go") {

		@Override
		List<String> command(String program) {
			return List.of(path("target/peers/go/interop-" + program));
		}

	},

	RUST("Rust") {

		@Override
		List<String> command(String program) {
			return List.of(path("target/peers/rust/interop-" + program));
		}

	};

	/** The project's folder: tests run in that of their module. */
	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private final String title;

	Peer(String title) {
		this.title = title;
	}

	static Peer of(String id) {
		return valueOf(id.strip().toUpperCase(Locale.ROOT));
	}

	private static String path(String path) {
		return ROOT.resolve(path).toString();
	}

	String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	String title() {
		return this.title;
	}

	/**
	 * Return what starts a program of this language.
	 * @param program {@code worker} or {@code parent}
	 */
	abstract List<String> command(String program);

	/**
	 * Return what was not built, if anything.
	 */
	Optional<String> missing() {
		return List.of("worker", "parent")
			.stream()
			.flatMap((program) -> command(program).stream())
			.filter((part) -> part.startsWith(ROOT.toString()) && !part.contains(":") && !Files.exists(Path.of(part)))
			.findFirst();
	}

}

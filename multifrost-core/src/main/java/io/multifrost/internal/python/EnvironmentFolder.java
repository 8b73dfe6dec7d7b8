package io.multifrost.internal.python;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The folder of one environment: each attempt to make it is a folder of its own in there,
 * with a name that nobody has had before, and the file {@code complete}, which appears in
 * one step, names the one that is whole. So a process that was killed leaves nothing that
 * could be taken for an environment, nor do the tools that it left running; and no
 * environment is moved, since the scripts in it hold its path.
 *
 * @param path the folder
 */
record EnvironmentFolder(Path path) {

	private static final String COMPLETE = "complete";

	private static final String ATTEMPT = "env-";

	/**
	 * Return the interpreter of the environment that is whole.
	 * @return the interpreter, or {@code null} if there is none, or the Python that it
	 * was made of is gone
	 */
	@Nullable Path interpreter() throws IOException {
		String current = current();
		Path interpreter = interpreter(this.path.resolve((current != null) ? current : ""));
		return (current != null && Files.isExecutable(interpreter)) ? interpreter : null;
	}

	private @Nullable String current() throws IOException {
		try {
			PrivateFolders.check(this.path);
			List<String> lines = Files.readAllLines(this.path.resolve(COMPLETE), StandardCharsets.UTF_8);
			return (!lines.isEmpty() && lines.get(0).matches(ATTEMPT + "[0-9a-f]+")) ? lines.get(0) : null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Name a new attempt, and remove those that came to nothing. One that was whole stays
	 * until another has taken its place: a worker may still run in it. Under the lock.
	 */
	Path attempt() throws IOException {
		String current = current();
		try (Stream<Path> entries = Files.list(this.path)) {
			entries.filter((entry) -> entry.getFileName().toString().startsWith(ATTEMPT))
				.filter((entry) -> !entry.getFileName().toString().equals(current))
				.forEach(PrivateFolders::delete);
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		return this.path.resolve(ATTEMPT + UUID.randomUUID().toString().substring(0, 8));
	}

	/**
	 * Say that an attempt is whole. Under the lock.
	 * @param attempt the attempt
	 * @param description lines for people who look what is in there
	 */
	void complete(Path attempt, List<String> description) throws IOException {
		Path aside = Files.createTempFile(this.path, COMPLETE, null);
		try {
			Stream<String> lines = Stream.concat(Stream.of(attempt.getFileName().toString()), description.stream());
			Files.write(aside, lines.toList(), StandardCharsets.UTF_8);
			Files.move(aside, this.path.resolve(COMPLETE), StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(aside);
		}
	}

	static Path interpreter(Path environment) {
		return environment.resolve((File.separatorChar == '/') ? "bin/python" : "Scripts/python.exe");
	}

}

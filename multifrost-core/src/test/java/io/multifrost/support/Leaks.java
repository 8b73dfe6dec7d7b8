package io.multifrost.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/**
 * What a test must not leave behind: threads of this library, open descriptors,
 * processes.
 */
public final class Leaks {

	private final Set<String> threads = threads();

	private final long descriptors = descriptors();

	private final long children = children();

	private Leaks() {
	}

	/**
	 * Take down what there is before the test.
	 */
	public static Leaks before() {
		return new Leaks();
	}

	/**
	 * Wait until nothing more is left than there was. A few descriptors more are the
	 * JVM's own, which opens files of classes as it needs them.
	 */
	public void assertNone() {
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			Set<String> more = threads();
			more.removeAll(this.threads);
			if (!more.isEmpty() || children() > this.children || descriptors() > this.descriptors + 8) {
				throw new AssertionError("Left behind: threads " + more + ", processes " + (children() - this.children)
						+ ", descriptors " + (descriptors() - this.descriptors));
			}
		});
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("multifrost-.*|iothread-.*|reaper-.*"))
			.map((thread) -> thread.getName() + "#" + thread.getId())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static long children() {
		return ProcessHandle.current().descendants().count();
	}

	private static long descriptors() {
		Path folder = Path.of("/proc/self/fd");
		if (!Files.isDirectory(folder)) {
			return 0;
		}
		try (Stream<Path> files = Files.list(folder)) {
			return files.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

package io.multifrost.parent;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.support.Python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A program of another user, older than parent and worker, that takes the port of each
 * worker before that can connect to it.
 */
@Timeout(120)
class StolenPortTests {

	private static final Path PYTHON = Path.of("/usr/bin/python3");

	private final Queue<String> output = new ConcurrentLinkedQueue<>();

	@Test
	void whoConnectsFirstIsNotTheWorkerAndIsToldNothing() throws Exception {
		assumeThat(System.getProperty("user.name").equals("root") && Files.isExecutable(PYTHON))
			.as("needs root, to become another user, and a Python of the system, for that user: NOT TESTED")
			.isTrue();
		Path script = Files.copy(Python.peer("port_thief.py"), Files.createTempFile("thief", ".py"),
				StandardCopyOption.REPLACE_EXISTING);
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
		Process thief = new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", PYTHON.toString(),
				script.toString(), "0", "60")
			.redirectErrorStream(true)
			.start();
		Thread reader = new Thread(() -> read(thief.inputReader()), "thief");
		reader.start();
		try {
			await().atMost(Duration.ofSeconds(30)).until(() -> this.output.contains("ready"));
			List<Long> results = new ArrayList<>();
			for (int i = 0; i < 5; i++) {
				try (ParentWorker worker = JavaTestWorker.spawn().start()) {
					results.add(worker.call("add", Long.class, i, 2));
					assertThat(worker.snapshot().dropped().get("stranger")).isPositive();
				}
			}
			assertThat(results).containsExactly(2L, 3L, 4L, 5L, 6L);
		}
		finally {
			thief.destroyForcibly().waitFor();
			reader.join();
			Files.delete(script);
		}
		assertThat(this.output).filteredOn((line) -> line.startsWith("connected")).hasSizeGreaterThanOrEqualTo(5);
		assertThat(this.output).noneMatch((line) -> line.startsWith("told"));
	}

	private void read(BufferedReader reader) {
		reader.lines().forEach(this.output::add);
	}

}

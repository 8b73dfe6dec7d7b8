package io.multifrost.parent;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A program of another user, older than parent and worker, that takes the port of each
 * worker before that can connect to it.
 */
@Timeout(120)
class StolenPortTests {

	private final Queue<String> output = new ConcurrentLinkedQueue<>();

	@Test
	@RequiresPython
	void whoConnectsFirstIsNotTheWorkerAndIsToldNothing() throws Exception {
		assumeThat(System.getProperty("user.name")).as("needs root, to become another user: NOT TESTED")
			.isEqualTo("root");
		Process thief = new ProcessBuilder(Python.executable().toString(), Python.peer("port_thief.py").toString(),
				Long.toString(ProcessHandle.current().pid()), "60")
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
		}
		assertThat(this.output).filteredOn((line) -> line.startsWith("connected")).hasSizeGreaterThanOrEqualTo(5);
		assertThat(this.output).noneMatch((line) -> line.startsWith("told"));
	}

	private void read(BufferedReader reader) {
		reader.lines().forEach(this.output::add);
	}

}

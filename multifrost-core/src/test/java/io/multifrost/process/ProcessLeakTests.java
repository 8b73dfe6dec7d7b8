package io.multifrost.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class ProcessLeakTests {

	@Test
	void twoHundredLaunchesLeaveNoDescriptorThreadOrProcess() {
		launch(20);
		long descriptors = descriptors();
		List<Long> pids = launch(200);
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
			assertThat(pids).hasSize(200).noneMatch(TestProcesses::isRunning);
			Set<String> threads = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.map(Thread::getName)
				.collect(Collectors.toSet());
			assertThat(pids).noneMatch((pid) -> threads.contains("multifrost-" + pid + "-stdout")
					|| threads.contains("multifrost-" + pid + "-stderr"));
		});
	}

	/**
	 * Launch ten at a time and end them in both ways, those that have just ended too.
	 * @param count how many to launch
	 * @return their process ids
	 */
	private static List<Long> launch(int count) {
		List<Long> pids = new ArrayList<>();
		while (pids.size() < count) {
			List<WorkerProcess> batch = IntStream.range(0, 10)
				.mapToObj((i) -> TestProcesses.launch(TestProcesses.shell((i % 2 == 0) ? "echo x" : "exec sleep 100")))
				.toList();
			for (WorkerProcess process : batch) {
				pids.add(process.pid());
				if (pids.size() % 3 == 0) {
					process.terminate();
				}
				process.kill();
				TestProcesses.awaitExit(process);
			}
		}
		return pids;
	}

	private static long descriptors() {
		try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
			return files.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

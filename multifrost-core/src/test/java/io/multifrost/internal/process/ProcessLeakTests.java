package io.multifrost.internal.process;

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

import io.multifrost.process.WorkerProcess;

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
			Set<String> threads = threads();
			assertThat(pids).noneMatch((pid) -> threads.contains("multifrost-" + pid + "-stdout")
					|| threads.contains("multifrost-" + pid + "-stderr"));
		});
	}

	/**
	 * Processes that are killed by a signal, with nobody that asked for it; a thousand of
	 * them with {@code -Dmultifrost.test.kills=1000}.
	 */
	@Test
	void workersThatAreKilledLeaveNoDescriptorThreadOrProcess() {
		kill(20);
		List<ProcessHandle> children = ProcessHandle.current().children().toList();
		long descriptors = descriptors();
		Set<String> threads = threads();
		int count = Integer.getInteger("multifrost.test.kills", 200);
		assertThat(kill(count)).hasSize(count).noneMatch((pid) -> TestProcesses.isRunning(pid));
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
			assertThat(threads()).isSubsetOf(threads);
			assertThat(ProcessHandle.current().children()).isSubsetOf(children);
		});
	}

	private static List<Long> kill(int count) {
		List<Long> pids = new ArrayList<>();
		while (pids.size() < count) {
			List<WorkerProcess> batch = IntStream.range(0, 10)
				.mapToObj((i) -> TestProcesses.launch(TestProcesses.shell("kill -9 $$")))
				.toList();
			for (WorkerProcess process : batch) {
				pids.add(process.pid());
				assertThat(TestProcesses.awaitExit(process).signal()).hasValue(9);
			}
		}
		return pids;
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("multifrost-"))
			.collect(Collectors.toSet());
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

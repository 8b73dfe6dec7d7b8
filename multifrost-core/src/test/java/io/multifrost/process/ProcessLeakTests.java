package io.multifrost.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
		launchInBatches(2);
		long descriptors = descriptors();
		launchInBatches(20);
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().startsWith("multifrost-"));
			assertThat(ProcessHandle.current().children()).isEmpty();
		});
	}

	/**
	 * Launch ten at a time and end them in both ways, those that have just ended too.
	 */
	private static void launchInBatches(int batches) {
		for (int batch = 0; batch < batches; batch++) {
			IntStream.range(0, 10)
				.mapToObj((i) -> TestProcesses.launch(TestProcesses.shell((i % 2 == 0) ? "echo x" : "exec sleep 100")))
				.toList()
				.forEach((process) -> {
					if (process.pid() % 2 == 0) {
						process.terminate();
					}
					process.kill();
					TestProcesses.awaitExit(process);
				});
		}
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

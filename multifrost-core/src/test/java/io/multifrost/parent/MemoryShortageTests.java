package io.multifrost.parent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MemoryShortageTests {

	/**
	 * Java reads and writes by way of memory outside of the heap, which some images limit
	 * to little more than one large message. Newer versions take it in small parts, so
	 * that such a call works there.
	 */
	@Test
	void aCallThatTheWorkerHasNoMemoryForEndsAndTheNextOneWorks() {
		String program = JavaTestWorker.class.getName();
		try (ParentWorker worker = ParentWorker.spawn(WorkerCommand.java(program, "-XX:MaxDirectMemorySize=2m"))
			.start()) {
			long pid = worker.pid().orElseThrow();
			CompletableFuture<byte[]> large = worker.callAsync("echo", byte[].class, new byte[8_000_000]);
			await().atMost(Duration.ofSeconds(30)).until(large::isDone);
			if (large.isCompletedExceptionally()) {
				assertThat(large).failsWithin(Duration.ZERO)
					.withThrowableThat()
					.withCauseInstanceOf(WorkerUnavailableException.class);
			}
			else {
				assertThat(large).isCompletedWithValueMatching((bytes) -> bytes.length == 8_000_000);
			}
			await().atMost(Duration.ofSeconds(20))
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3));
			assertThat(worker.call("echo", byte[].class, new byte[100_000])).hasSize(100_000);
			assertThat(worker.pid()).as("its I/O thread has gone on").hasValue(pid);
		}
	}

}

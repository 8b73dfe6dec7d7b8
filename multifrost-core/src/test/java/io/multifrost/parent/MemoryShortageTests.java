package io.multifrost.parent;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class MemoryShortageTests {

	/**
	 * Java reads and writes by way of memory outside of the heap, which some images limit
	 * to little more than one large message.
	 */
	@Test
	void aCallThatTheWorkerHasNoMemoryForEndsAndTheNextOneWorks() {
		String program = JavaTestWorker.class.getName();
		try (ParentWorker worker = ParentWorker.spawn(WorkerCommand.java(program, "-XX:MaxDirectMemorySize=2m"))
			.autoRestart(true)
			.start()) {
			assertThatExceptionOfType(WorkerUnavailableException.class)
				.isThrownBy(() -> worker.call(CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(30)), "echo",
						byte[].class, new byte[8_000_000]));
			await().atMost(Duration.ofSeconds(20))
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3));
			assertThat(worker.call("echo", byte[].class, new byte[100_000])).hasSize(100_000);
		}
	}

}

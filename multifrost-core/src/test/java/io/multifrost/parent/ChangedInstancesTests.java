package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a number of instances that changes while the worker runs.
 */
class ChangedInstancesTests {

	@Test
	void thoseThatAreNewTakeCallsAndThoseThatAreTooManyFinishTheirs() {
		try (ParentWorker worker = JavaTestWorker.spawn().start()) {
			worker.instances(3);
			assertThat(worker.snapshot().instances()).hasSize(3)
				.allMatch((instance) -> instance.state() == WorkerState.RUNNING);
			List<CompletableFuture<String>> calls = IntStream.range(0, 6)
				.mapToObj((i) -> worker.callAsync("slowly", String.class, "late", 500))
				.toList();
			assertThat(worker.snapshot().instances()).allMatch((instance) -> instance.calls() > 0);
			worker.instances(1);
			assertThat(worker.snapshot().instances()).hasSize(1);
			await().atMost(Duration.ofMinutes(1))
				.untilAsserted(
						() -> assertThat(calls).allMatch((call) -> call.isDone() && !call.isCompletedExceptionally()));
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
		}
	}

	@Test
	void beforeTheStartItIsTheNumberThatIsStarted() {
		try (ParentWorker worker = JavaTestWorker.spawn().instances(3).build()) {
			assertThatIllegalArgumentException().isThrownBy(() -> worker.instances(0));
			worker.instances(2);
			assertThat(worker.start().snapshot().instances()).hasSize(2)
				.allMatch((instance) -> instance.state() == WorkerState.RUNNING);
		}
	}

}

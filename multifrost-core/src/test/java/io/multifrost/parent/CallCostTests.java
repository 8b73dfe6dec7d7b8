package io.multifrost.parent;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.MultifrostException;
import io.multifrost.internal.jeromq.IoLoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a call costs, in terms that the load of the machine does not change. How long it
 * takes is for the benchmarks.
 */
@Timeout(120)
class CallCostTests {

	@RegisterExtension
	private final TestServices services = new TestServices();

	private static final int CALLS = 2000;

	private static final IoLoop loop = IoLoop.acquire();

	private static final ParentWorker worker = JavaTestWorker.spawn().build();

	@BeforeAll
	static void start() {
		worker.start();
	}

	@AfterAll
	static void stop() {
		worker.close();
		loop.close();
	}

	@Test
	void oneCallAfterAnotherWakesTheIoThreadOnceForEach() {
		long before = loop.wakeUps();
		for (int i = 0; i < CALLS; i++) {
			assertThat(worker.call("add", Long.class, i, 1)).isEqualTo(i + 1);
		}
		assertThat(loop.wakeUps() - before).isBetween(1L, CALLS + 10L);
	}

	@Test
	void manyCallsAtOnceAreHandedOverTogether() {
		List<FunctionCall<Long>> calls = new ArrayList<>();
		for (int i = 0; i < CALLS; i++) {
			calls.add(FunctionCall.of("add", Long.class, i, 1));
		}
		long before = loop.wakeUps();
		List<CompletableFuture<Long>> results = worker.callAll(calls);
		for (int i = 0; i < CALLS; i++) {
			assertThat(results.get(i).join()).isEqualTo(i + 1);
		}
		assertThat(loop.wakeUps() - before).isLessThanOrEqualTo(2);
	}

	@Test
	void oneOfManyThatCannotBeMadeFailsAlone() {
		List<CompletableFuture<Long>> results = worker.callAll(List.of(FunctionCall.of("add", Long.class, 1, 2),
				FunctionCall.of("add", Long.class, new Object(), 2), FunctionCall.of("add", Long.class, 3, 4)));
		assertThat(results.get(0).join()).isEqualTo(3);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(results.get(1)::join)
			.havingCause()
			.isInstanceOf(MultifrostException.class)
			.withMessageContaining("argument 1 of function 'add'");
		assertThat(results.get(2).join()).isEqualTo(7);
		assertThat(worker.callAll(Collections.<FunctionCall<Long>>emptyList())).isEmpty();
	}

	@Test
	void aCallLeavesLittleGarbage() {
		for (int i = 0; i < 5 * CALLS; i++) {
			worker.call("add", Long.class, 10, 20);
		}
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = allocated(threads);
		for (int i = 0; i < CALLS; i++) {
			worker.call("add", Long.class, 10, 20);
		}
		assertThat((allocated(threads) - before) / CALLS).as("bytes for each call").isBetween(1L, 6000L);
	}

	private static long allocated(ThreadMXBean threads) {
		long io = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("multifrost-io"))
			.mapToLong((thread) -> threads.getThreadAllocatedBytes(thread.getId()))
			.sum();
		return io + threads.getCurrentThreadAllocatedBytes();
	}

	@Test
	void moreWorkersNeedNoMoreThreads() {
		List<ParentWorker> workers = new ArrayList<>();
		this.services.serve("math", new JavaTestWorker());
		int before = 0;
		for (int i = 0; i < 40; i++) {
			ParentWorker another = this.services.parent("math");
			assertThat(another.call("add", Long.class, i, 1)).isEqualTo(i + 1);
			workers.add(another);
			before = (i == 9) ? Thread.activeCount() : before;
		}
		assertThat(Thread.activeCount() - before).as("threads for 30 more workers").isLessThan(10);
		assertThat(workers).allMatch((one) -> Objects.equals(one.state(), WorkerState.RUNNING));
	}

}

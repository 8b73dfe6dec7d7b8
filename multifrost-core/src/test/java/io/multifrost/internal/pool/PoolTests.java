package io.multifrost.internal.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.internal.SharedExecutors;
import io.multifrost.parent.JavaTestWorker;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.Recycling;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.parent.WorkerState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several processes of one worker.
 */
@Timeout(240)
class PoolTests {

	private ParentWorker worker;

	@AfterEach
	void stop() {
		this.worker.close();
		assertThat(pids()).isEmpty();
	}

	@Test
	void callsGoToTheLeastBusyInstance() throws Exception {
		this.worker = JavaTestWorker.spawn().instances(3).start();
		List<CompletableFuture<String>> calls = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			calls.add(this.worker.callAsync("slowly", String.class, "x", 500));
		}
		assertThat(this.worker.snapshot().instances()).extracting(InstanceSnapshot::inFlight).containsExactly(1, 1, 1);
		for (CompletableFuture<String> call : calls) {
			assertThat(call.get(20, TimeUnit.SECONDS)).isEqualTo("x");
		}
	}

	@Test
	void isUpWhileOneInstanceIs() {
		this.worker = JavaTestWorker.spawn().instances(2).start();
		ProcessHandle.of(this.worker.snapshot().instances().get(0).pid()).orElseThrow().destroyForcibly();
		await().until(() -> this.worker.snapshot().instances().get(0).state() == WorkerState.FAILED);
		assertThat(this.worker.state()).isEqualTo(WorkerState.RUNNING);
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
		// Starting starts what does not run.
		this.worker.start();
		assertThat(this.worker.snapshot().instances()).extracting(InstanceSnapshot::state)
			.containsOnly(WorkerState.RUNNING);
	}

	@Test
	void aRollingRestartUnderLoadFailsNoCall() throws Exception {
		this.worker = JavaTestWorker.spawn().instances(4).start();
		Set<Long> before = pids();
		AtomicBoolean enough = new AtomicBoolean();
		AtomicLong answered = new AtomicLong();
		ExecutorService callers = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> loads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				long base = i * 1_000_000L;
				loads.add(callers.submit(() -> {
					for (long n = 0; !enough.get(); n++) {
						assertThat(this.worker.call("add", Long.class, base, n)).isEqualTo(base + n);
						answered.incrementAndGet();
					}
				}));
			}
			await().atMost(Duration.ofMinutes(1)).until(() -> answered.get() > 100);
			this.worker.restart();
			enough.set(true);
			for (Future<?> load : loads) {
				load.get(20, TimeUnit.SECONDS);
			}
		}
		finally {
			enough.set(true);
			callers.shutdown();
		}
		assertThat(pids()).hasSize(4).doesNotContainAnyElementsOf(before);
		assertThat(this.worker.snapshot().restarts()).isEqualTo(4);
		before.forEach((pid) -> assertThat(ProcessHandle.of(pid)).isNotPresent());
	}

	@Test
	void aStopEndsARollingRestart() throws Exception {
		this.worker = JavaTestWorker.spawn().instances(2).stopTimeout(Duration.ofMillis(500)).start();
		Set<Long> before = pids();
		// One on each, so that the restart waits for whichever comes first.
		this.worker.callAsync("slowly", String.class, "x", 60_000);
		this.worker.callAsync("slowly", String.class, "y", 60_000);
		CompletableFuture<Void> restart = CompletableFuture.runAsync(this.worker::restart, SharedExecutors.callbacks());
		await().until(() -> !pids().equals(before));
		this.worker.stop();
		restart.get(20, TimeUnit.SECONDS);
		assertThat(this.worker.state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void aProcessIsReplacedAfterItsCallsWithoutAFailedCall() {
		this.worker = JavaTestWorker.spawn().recycling(new Recycling(50, Duration.ZERO)).start();
		long first = this.worker.pid().orElseThrow();
		for (long n = 0; n < 50; n++) {
			assertThat(this.worker.call("add", Long.class, n, 1)).isEqualTo(n + 1);
		}
		await().until(() -> {
			assertThat(this.worker.call("add", Long.class, 1, 1)).isEqualTo(2);
			return this.worker.pid().orElse(first) != first;
		});
		await().until(() -> ProcessHandle.of(first).isEmpty());
	}

	@Test
	void aProcessIsReplacedAtItsAge() {
		this.worker = JavaTestWorker.spawn().recycling(new Recycling(0, Duration.ofMillis(300))).start();
		long first = this.worker.pid().orElseThrow();
		await().until(() -> this.worker.pid().orElse(first) != first);
		assertThat(this.worker.call("add", Long.class, 1, 2)).isEqualTo(3);
	}

	private Set<Long> pids() {
		Set<Long> pids = new TreeSet<>();
		for (InstanceSnapshot instance : this.worker.snapshot().instances()) {
			if (instance.pid() != null) {
				pids.add(instance.pid());
			}
		}
		return pids;
	}

}

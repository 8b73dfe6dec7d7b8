package io.multifrost.parent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.child.ChildWorker;
import io.multifrost.registry.ServiceEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Instances of a service that come and go by themselves, and end.
 */
@Timeout(60)
class FollowedInstancesEndTests {

	private static final Duration SOON = TestInstances.SOON;

	@RegisterExtension
	private final TestInstances instances = new TestInstances();

	@Test
	void idempotentCallsOfAnInstanceThatDiesGoToAnother() throws Exception {
		ServiceEntry killed = this.instances.addProcess();
		ParentWorker parent = this.instances.parent(this.instances.connect());
		CompletableFuture<Integer> repeated = parent.callAsync(CallOptions.DEFAULTS.withIdempotent(true), "work",
				Integer.class, 7, 500);
		CompletableFuture<Integer> once = parent.callAsync("work", Integer.class, 7, 60_000);
		ServiceEntry other = this.instances.addProcess();
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		this.instances.processes.get(0).destroyForcibly().waitFor();
		assertThat(once).failsWithin(SOON)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(WorkerUnavailableException.class);
		assertThat(repeated).succeedsWithin(SOON).isEqualTo(7);
		assertThat(parent.state()).isEqualTo(WorkerState.RUNNING);
		assertThat(parent.call("pid", Long.class)).isEqualTo(other.pid()).isNotEqualTo(killed.pid());
	}

	@Test
	void theHostOnWhichACallWasLostIsTakenAgainOnlyIfThereIsNoOther() throws Exception {
		this.instances.addProcess();
		List<String> sentTo = new CopyOnWriteArrayList<>();
		ParentWorker parent = this.instances.parent(
				this.instances.connect().interceptor((call) -> (failure) -> sentTo.add(call.endpoint())));
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			calls.add(parent.callAsync(CallOptions.DEFAULTS.withIdempotent(true), "work", Integer.class, 7, 60_000));
		}
		this.instances.add("same");
		String other = this.instances.endpoint(this.instances.add("other", "127.0.0.2", Map.of()));
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 3);
		this.instances.processes.get(0).destroyForcibly().waitFor();
		assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(SOON).isEqualTo(7));
		assertThat(sentTo).hasSize(10).containsOnly(other);
		assertThat(TestInstances.namesOf(parent, 20)).contains("same", "other");
	}

	@Test
	void aRollingExchangeOfAllInstancesFailsNoCall() throws Exception {
		Deque<ChildWorker> running = new ArrayDeque<>(
				List.of(this.instances.add("a0").service, this.instances.add("b0").service));
		ParentWorker parent = this.instances.parent(this.instances.connect());
		AtomicBoolean enough = new AtomicBoolean();
		AtomicInteger answered = new AtomicInteger();
		List<CompletableFuture<Void>> callers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			callers.add(CompletableFuture.runAsync(() -> {
				while (!enough.get()) {
					assertThat(parent.call("name", String.class)).isNotEmpty();
					assertThat(parent.callAsync("name", String.class)).succeedsWithin(SOON);
					answered.incrementAndGet();
				}
			}, (task) -> new Thread(task, "caller").start()));
		}
		try {
			for (int round = 1; round <= 6; round++) {
				String name = "c" + round;
				running.add(this.instances.add(name).service);
				await().atMost(SOON)
					.until(() -> parent.snapshot()
						.instances()
						.stream()
						.filter((each) -> each.state() == WorkerState.RUNNING)
						.count() >= 3);
				int before = answered.get();
				ChildWorker old = running.remove();
				// Its entry stays, as where a registry is slow to notice.
				old.close();
				await().atMost(SOON).until(() -> answered.get() > before + 100);
				this.instances.several.remove(old.serviceId());
			}
		}
		finally {
			enough.set(true);
		}
		for (CompletableFuture<Void> caller : callers) {
			assertThat(caller).succeedsWithin(SOON);
		}
	}

	@Test
	void aCallThatAServiceAtItsEndHasNotRunWaitsForTheNextWhereItMay() {
		TestInstances.Named first = this.instances.add("a");
		ParentWorker parent = this.instances.parent(this.instances.connect().recoveryWait(Duration.ofSeconds(30)));
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		await().atMost(SOON).until(() -> first.waiting.getCount() == 0);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(first.service::close);
		await().atMost(SOON).until(() -> refuses(parent));
		CompletableFuture<String> waiting = parent.callAsync("name", String.class);
		this.instances.add("b");
		assertThat(waiting).succeedsWithin(SOON).isEqualTo("b");
		assertThat(held).isNotDone();
		first.release.countDown();
		assertThat(held).succeedsWithin(SOON).isEqualTo("a");
		assertThat(closing).succeedsWithin(SOON);
	}

	@Test
	void anInstanceThatEndsAndIsNoLongerNamedMeanwhileFinishesItsCalls() {
		TestInstances.Named first = this.instances.add("a");
		ParentWorker parent = this.instances.parent(this.instances.connect());
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		await().atMost(SOON).until(() -> first.waiting.getCount() == 0);
		this.instances.add("b");
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(first.service::close);
		await().atMost(SOON).until(() -> {
			parent.call("name", String.class);
			return TestInstances.running(parent) == 1;
		});
		this.instances.several.remove("a");
		await().atMost(SOON).until(() -> parent.snapshot().instances().size() == 1);
		this.instances.awaitLooks(2);
		assertThat(held).isNotDone();
		first.release.countDown();
		assertThat(held).succeedsWithin(SOON).isEqualTo("a");
		assertThat(closing).succeedsWithin(SOON);
	}

	@Test
	void whatIsNotNamedAnyMoreIsUsedWhileItAnswersIfNothingIsNamed() throws Exception {
		ServiceEntry killed = this.instances.addProcess();
		ParentWorker parent = this.instances.parent(this.instances.connect());
		this.instances.several.entries.clear();
		this.instances.awaitLooks(2);
		assertThat(parent.call("pid", Long.class)).isEqualTo(killed.pid());
		this.instances.processes.get(0).destroyForcibly().waitFor();
		await().atMost(SOON).until(() -> parent.snapshot().instances().isEmpty());
		assertThat(parent.state()).isEqualTo(WorkerState.RECOVERING);
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(() -> parent.call("name", String.class))
			.withMessageContaining("none of its instances is known");
		CompletableFuture<String> waiting = parent.callAsync(CallOptions.DEFAULTS.withIdempotent(true), "name",
				String.class);
		this.instances.add("b");
		await().atMost(SOON).until(() -> parent.state() == WorkerState.RUNNING);
		assertThat(parent.call("name", String.class)).isEqualTo("b");
		assertThat(waiting).failsWithin(SOON);
	}

	/**
	 * Have it notice that the service takes no more calls.
	 */
	private static boolean refuses(ParentWorker parent) {
		parent.callAsync("name", String.class);
		return parent.state() == WorkerState.RECOVERING;
	}

}

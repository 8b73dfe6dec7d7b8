package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.registry.RegistryException;
import io.multifrost.registry.ServiceEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A service whose instances come and go by themselves.
 */
@Timeout(60)
class FollowedInstancesTests {

	private static final Duration SOON = TestInstances.SOON;

	@RegisterExtension
	private final TestInstances instances = new TestInstances();

	@Test
	void callsAreSpreadEvenlyOverAllInstances() {
		this.instances.add("a");
		this.instances.add("b");
		this.instances.add("c");
		ParentWorker parent = this.instances.parent(this.instances.connect());
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 3);
		Map<String, Integer> answers = new TreeMap<>();
		for (int i = 0; i < 1500; i++) {
			answers.merge(parent.call("name", String.class), 1, Integer::sum);
		}
		assertThat(answers).containsOnlyKeys("a", "b", "c")
			.allSatisfy((name, count) -> assertThat(count).isBetween(400, 600));
	}

	@Test
	void anInstanceThatComesLaterGetsCallsAndOneThatIsGoneFinishesThoseThatItHas() {
		TestInstances.Named first = this.instances.add("a");
		ParentWorker parent = this.instances.parent(this.instances.connect());
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		await().atMost(SOON).until(() -> first.waiting.getCount() == 0);
		this.instances.add("b");
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		this.instances.several.remove("a");
		await().atMost(SOON).until(() -> parent.snapshot().instances().size() == 1);
		for (int i = 0; i < 20; i++) {
			assertThat(parent.call("name", String.class)).isEqualTo("b");
		}
		assertThat(held).isNotDone();
		first.release.countDown();
		assertThat(held).succeedsWithin(SOON).isEqualTo("a");
		assertThat(parent.state()).isEqualTo(WorkerState.RUNNING);
	}

	@Test
	void aRegistryThatFailsChangesNothing() {
		this.instances.add("a");
		ParentWorker parent = this.instances.parent(this.instances.connect());
		this.instances.several.failure = new RegistryException("it is being moved", null);
		this.instances.awaitLooks(2);
		assertThat(parent.call("name", String.class)).isEqualTo("a");
		this.instances.add("b");
		this.instances.several.failure = null;
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
	}

	@Test
	void theZoneOfTheParentIsPreferredWhileAnInstanceRunsThere() {
		this.instances.add("far", Map.of(ServiceEntry.ZONE, "two"));
		this.instances.add("near", Map.of(ServiceEntry.ZONE, "one"));
		ParentWorker parent = this.instances.parent(this.instances.connect().zone("one"));
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("near");
		this.instances.several.remove("near");
		await().atMost(SOON).until(() -> parent.snapshot().instances().size() == 1);
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("far");
	}

	@Test
	void anotherZoneGetsWhatTheOwnOneHasNoRoomFor() {
		TestInstances.Named near = this.instances.add("near", Map.of(ServiceEntry.ZONE, "one"));
		this.instances.add("far", Map.of(ServiceEntry.ZONE, "two"));
		ParentWorker parent = this.instances.parent(this.instances.connect().zone("one").maxInFlight(1));
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("far");
		near.release.countDown();
		assertThat(held).succeedsWithin(SOON).isEqualTo("near");
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("near");
	}

	@Test
	void anInstanceThatIsLeftOutGetsNoCallsUnlessAllAre() {
		String bad = this.instances.endpoint(this.instances.add("bad"));
		String good = this.instances.endpoint(this.instances.add("good"));
		Set<String> leftOut = ConcurrentHashMap.newKeySet();
		List<String> sentTo = new CopyOnWriteArrayList<>();
		ParentWorker parent = this.instances.parent(this.instances.connect()
			.permits((endpoint) -> !leftOut.contains(endpoint))
			.interceptor((call) -> (failure) -> sentTo.add(call.endpoint())));
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		leftOut.add(bad);
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("good");
		assertThat(sentTo).hasSize(20).containsOnly(good);
		leftOut.add(good);
		assertThat(TestInstances.namesOf(parent, 20)).contains("good", "bad");
	}

	@Test
	void onlyACallAsksWhetherAnInstanceIsLeftOut() {
		this.instances.add("a");
		this.instances.add("b");
		AtomicInteger asked = new AtomicInteger();
		ParentWorker parent = this.instances
			.parent(this.instances.connect().permits((endpoint) -> asked.incrementAndGet() > 0));
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		assertThat(parent.describe(CallOptions.DEFAULTS)).isEmpty();
		assertThat(asked).hasValue(0);
		assertThat(parent.call("name", String.class)).isNotEmpty();
		assertThat(asked).hasValue(1);
	}

}

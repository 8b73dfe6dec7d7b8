package io.multifrost.parent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.ServiceNotFoundException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.registry.ServiceEntry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The start of a worker whose instances come and go by themselves.
 */
@Timeout(60)
class FollowedInstancesStartTests {

	private static final Duration SOON = TestInstances.SOON;

	@RegisterExtension
	private final TestInstances instances = new TestInstances();

	@Test
	void aStartWithoutAnInstanceSaysSo() {
		ParentWorkerBuilder parent = this.instances.connect().startTimeout(Duration.ofMillis(300));
		assertThatExceptionOfType(ServiceNotFoundException.class).isThrownBy(parent::start)
			.withMessageContaining("nobody has added it");
	}

	@Test
	void aStartWithoutAnInstanceThatAnswersSaysWhy() {
		this.instances.several.entries.add(new ServiceEntry("words", "127.0.0.1", 1, null, "", Map.of()));
		ParentWorker parent = this.instances.connect().startTimeout(Duration.ofMillis(1500)).build();
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
			.withMessageContaining("nothing listens at tcp://127.0.0.1:1");
		assertThat(parent.state()).isEqualTo(WorkerState.FAILED);
		assertThat(parent.snapshot().instances()).isEmpty();
	}

	@Test
	void canBeStoppedAndStartedAgain() {
		List<String> changes = new CopyOnWriteArrayList<>();
		this.instances.add("a");
		ParentWorker parent = this.instances.parent(this.instances.connect().listener(new ParentWorkerListener() {

			@Override
			public void onStateChange(String worker, WorkerState from, WorkerState to, Throwable cause) {
				changes.add(from + " -> " + to);
			}

		}));
		parent.stop();
		assertThat(parent.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(parent.snapshot().instances()).isEmpty();
		parent.start();
		assertThat(parent.call("name", String.class)).isEqualTo("a");
		await().atMost(SOON)
			.untilAsserted(() -> assertThat(changes).containsExactly("NEW -> STARTING", "STARTING -> RUNNING",
					"RUNNING -> STOPPING", "STOPPING -> STOPPED", "STOPPED -> STARTING", "STARTING -> RUNNING"));
	}

	@Test
	void aStopEndsAStart() {
		ParentWorker parent = this.instances.connect().startTimeout(Duration.ofMinutes(5)).build();
		CompletableFuture<ParentWorker> start = CompletableFuture.supplyAsync(parent::start);
		await().atMost(SOON).until(() -> parent.state() == WorkerState.STARTING);
		parent.stop();
		assertThat(start).failsWithin(SOON).withThrowableThat().withMessageContaining("it was stopped while");
		assertThat(parent.state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void severalConnectionsAreMadeToEachInstance() {
		this.instances.add("a");
		this.instances.add("b");
		ParentWorker parent = this.instances.parent(this.instances.connect().instances(2));
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 4);
		assertThat(parent.snapshot().instances()).extracting(InstanceSnapshot::number).containsExactly(1, 2, 3, 4);
		parent.restart();
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("a", "b");
	}

	@Test
	void knownAddressesAreAllConnectedTo() {
		List<String> endpoints = List.of(this.instances.endpoint(this.instances.add("a")),
				this.instances.endpoint(this.instances.add("b")), "tcp://127.0.0.1:1");
		ParentWorker parent = this.instances.parent(ParentWorker.connectTo(endpoints));
		await().atMost(SOON).until(() -> TestInstances.running(parent) == 2);
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("a", "b");
	}

	@Test
	void aNameThatNobodyKnowsSaysSo() {
		ParentWorkerBuilder parent = ParentWorker.connectTo("tcp://no-such-host.invalid:5000")
			.startTimeout(Duration.ofMillis(500));
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
			.withMessageContaining("no address is known of tcp://no-such-host.invalid:5000");
	}

	@Test
	void oneThatDoesNotAnswerIsTriedUntilItDoesAndInNobodysWay() {
		this.instances.add("a");
		this.instances.several.entries.add(new ServiceEntry("words", "127.0.0.1", 1, null, "", Map.of()));
		ParentWorker parent = this.instances.parent(this.instances.connect());
		await().atMost(SOON)
			.until(() -> parent.snapshot().instances().stream().anyMatch((each) -> each.failure() != null));
		assertThat(TestInstances.namesOf(parent, 20)).containsOnly("a");
		assertThat(parent.snapshot().instances()).extracting(InstanceSnapshot::state)
			.containsExactlyInAnyOrder(WorkerState.RUNNING, WorkerState.STARTING);
	}

}

package io.multifrost.parent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.ServiceNotFoundException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.child.ChildWorker;
import io.multifrost.parent.WorkerSnapshot.InstanceSnapshot;
import io.multifrost.registry.RegistryException;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A service whose instances come and go by themselves.
 */
@Timeout(60)
class FollowedInstancesTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final SeveralRegistry several = new SeveralRegistry();

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	private Path directory;

	private TestServices services;

	@BeforeEach
	void setUp() {
		this.services = new TestServices(this.directory);
	}

	@AfterEach
	void tearDown() throws Exception {
		this.services.close();
		for (Process process : this.processes) {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void callsAreSpreadEvenlyOverAllInstances() {
		add("a");
		add("b");
		add("c");
		ParentWorker parent = this.services.parent(connect());
		await().atMost(SOON).until(() -> running(parent) == 3);
		Map<String, Integer> answers = new TreeMap<>();
		for (int i = 0; i < 1500; i++) {
			answers.merge(parent.call("name", String.class), 1, Integer::sum);
		}
		assertThat(answers).containsOnlyKeys("a", "b", "c")
			.allSatisfy((name, count) -> assertThat(count).isBetween(400, 600));
	}

	@Test
	void anInstanceThatComesLaterGetsCallsAndOneThatIsGoneFinishesThoseThatItHas() {
		Named first = add("a");
		ParentWorker parent = this.services.parent(connect());
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		await().atMost(SOON).until(() -> first.waiting.getCount() == 0);
		add("b");
		await().atMost(SOON).until(() -> running(parent) == 2);
		this.several.remove("a");
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
	void whatIsNotNamedAnyMoreIsUsedWhileItAnswersIfNothingIsNamed() throws Exception {
		ServiceEntry killed = addProcess();
		ParentWorker parent = this.services.parent(connect());
		this.several.entries.clear();
		awaitLooks(2);
		assertThat(parent.call("pid", Long.class)).isEqualTo(killed.pid());
		this.processes.get(0).destroyForcibly().waitFor();
		await().atMost(SOON).until(() -> parent.snapshot().instances().isEmpty());
		assertThat(parent.state()).isEqualTo(WorkerState.RECOVERING);
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(() -> parent.call("name", String.class))
			.withMessageContaining("none of its instances is known");
		CompletableFuture<String> waiting = parent.callAsync(CallOptions.DEFAULTS.withIdempotent(true), "name",
				String.class);
		add("b");
		await().atMost(SOON).until(() -> parent.state() == WorkerState.RUNNING);
		assertThat(parent.call("name", String.class)).isEqualTo("b");
		assertThat(waiting).failsWithin(SOON);
	}

	@Test
	void aRegistryThatFailsChangesNothing() {
		add("a");
		ParentWorker parent = this.services.parent(connect());
		this.several.failure = new RegistryException("it is being moved", null);
		awaitLooks(2);
		assertThat(parent.call("name", String.class)).isEqualTo("a");
		add("b");
		this.several.failure = null;
		await().atMost(SOON).until(() -> running(parent) == 2);
	}

	@Test
	void theZoneOfTheParentIsPreferredWhileAnInstanceRunsThere() {
		add("far", Map.of(ServiceEntry.ZONE, "two"));
		add("near", Map.of(ServiceEntry.ZONE, "one"));
		ParentWorker parent = this.services.parent(connect().zone("one"));
		await().atMost(SOON).until(() -> running(parent) == 2);
		assertThat(namesOf(parent, 20)).containsOnly("near");
		this.several.remove("near");
		await().atMost(SOON).until(() -> parent.snapshot().instances().size() == 1);
		assertThat(namesOf(parent, 20)).containsOnly("far");
	}

	@Test
	void anotherZoneGetsWhatTheOwnOneHasNoRoomFor() {
		Named near = add("near", Map.of(ServiceEntry.ZONE, "one"));
		add("far", Map.of(ServiceEntry.ZONE, "two"));
		ParentWorker parent = this.services.parent(connect().zone("one").maxInFlight(1));
		await().atMost(SOON).until(() -> running(parent) == 2);
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		assertThat(namesOf(parent, 20)).containsOnly("far");
		near.release.countDown();
		assertThat(held).succeedsWithin(SOON).isEqualTo("near");
		assertThat(namesOf(parent, 20)).containsOnly("near");
	}

	@Test
	void idempotentCallsOfAnInstanceThatDiesGoToAnother() throws Exception {
		ServiceEntry killed = addProcess();
		ParentWorker parent = this.services.parent(connect());
		CompletableFuture<Integer> repeated = parent.callAsync(CallOptions.DEFAULTS.withIdempotent(true), "work",
				Integer.class, 7, 500);
		CompletableFuture<Integer> once = parent.callAsync("work", Integer.class, 7, 60_000);
		ServiceEntry other = addProcess();
		await().atMost(SOON).until(() -> running(parent) == 2);
		this.processes.get(0).destroyForcibly().waitFor();
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
		addProcess();
		List<String> sentTo = new CopyOnWriteArrayList<>();
		ParentWorker parent = this.services
			.parent(connect().interceptor((call) -> (failure) -> sentTo.add(call.endpoint())));
		List<CompletableFuture<Integer>> calls = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			calls.add(parent.callAsync(CallOptions.DEFAULTS.withIdempotent(true), "work", Integer.class, 7, 60_000));
		}
		add("same");
		String other = endpoint(add("other", "127.0.0.2", Map.of()));
		await().atMost(SOON).until(() -> running(parent) == 3);
		this.processes.get(0).destroyForcibly().waitFor();
		assertThat(calls).allSatisfy((call) -> assertThat(call).succeedsWithin(SOON).isEqualTo(7));
		assertThat(sentTo).hasSize(10).containsOnly(other);
		assertThat(namesOf(parent, 20)).contains("same", "other");
	}

	@Test
	void aRollingExchangeOfAllInstancesFailsNoCall() throws Exception {
		Deque<ChildWorker> running = new ArrayDeque<>(List.of(add("a0").service, add("b0").service));
		ParentWorker parent = this.services.parent(connect());
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
				running.add(add(name).service);
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
				this.several.remove(old.serviceId());
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
		Named first = add("a");
		ParentWorker parent = this.services.parent(connect().recoveryWait(Duration.ofSeconds(30)));
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		await().atMost(SOON).until(() -> first.waiting.getCount() == 0);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(first.service::close);
		await().atMost(SOON).until(() -> refuses(parent));
		CompletableFuture<String> waiting = parent.callAsync("name", String.class);
		add("b");
		assertThat(waiting).succeedsWithin(SOON).isEqualTo("b");
		assertThat(held).isNotDone();
		first.release.countDown();
		assertThat(held).succeedsWithin(SOON).isEqualTo("a");
		assertThat(closing).succeedsWithin(SOON);
	}

	@Test
	void anInstanceThatEndsAndIsNoLongerNamedMeanwhileFinishesItsCalls() {
		Named first = add("a");
		ParentWorker parent = this.services.parent(connect());
		CompletableFuture<String> held = parent.callAsync("held", String.class);
		await().atMost(SOON).until(() -> first.waiting.getCount() == 0);
		add("b");
		await().atMost(SOON).until(() -> running(parent) == 2);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(first.service::close);
		await().atMost(SOON).until(() -> {
			parent.call("name", String.class);
			return running(parent) == 1;
		});
		this.several.remove("a");
		await().atMost(SOON).until(() -> parent.snapshot().instances().size() == 1);
		awaitLooks(2);
		assertThat(held).isNotDone();
		first.release.countDown();
		assertThat(held).succeedsWithin(SOON).isEqualTo("a");
		assertThat(closing).succeedsWithin(SOON);
	}

	/**
	 * Have it notice that the service takes no more calls.
	 */
	private static boolean refuses(ParentWorker parent) {
		parent.callAsync("name", String.class);
		return parent.state() == WorkerState.RECOVERING;
	}

	@Test
	void anInstanceThatIsLeftOutGetsNoCallsUnlessAllAre() {
		String bad = endpoint(add("bad"));
		String good = endpoint(add("good"));
		Set<String> leftOut = ConcurrentHashMap.newKeySet();
		List<String> sentTo = new CopyOnWriteArrayList<>();
		ParentWorker parent = this.services.parent(connect().permits((endpoint) -> !leftOut.contains(endpoint))
			.interceptor((call) -> (failure) -> sentTo.add(call.endpoint())));
		await().atMost(SOON).until(() -> running(parent) == 2);
		leftOut.add(bad);
		assertThat(namesOf(parent, 20)).containsOnly("good");
		assertThat(sentTo).hasSize(20).containsOnly(good);
		leftOut.add(good);
		assertThat(namesOf(parent, 20)).contains("good", "bad");
	}

	@Test
	void onlyACallAsksWhetherAnInstanceIsLeftOut() {
		add("a");
		add("b");
		AtomicInteger asked = new AtomicInteger();
		ParentWorker parent = this.services.parent(connect().permits((endpoint) -> asked.incrementAndGet() > 0));
		await().atMost(SOON).until(() -> running(parent) == 2);
		assertThat(parent.describe(CallOptions.DEFAULTS)).isEmpty();
		assertThat(asked).hasValue(0);
		assertThat(parent.call("name", String.class)).isNotEmpty();
		assertThat(asked).hasValue(1);
	}

	@Test
	void oneThatDoesNotAnswerIsTriedUntilItDoesAndInNobodysWay() {
		add("a");
		this.several.entries.add(new ServiceEntry("words", "127.0.0.1", 1, null, "", Map.of()));
		ParentWorker parent = this.services.parent(connect());
		await().atMost(SOON)
			.until(() -> parent.snapshot().instances().stream().anyMatch((each) -> each.failure() != null));
		assertThat(namesOf(parent, 20)).containsOnly("a");
		assertThat(parent.snapshot().instances()).extracting(InstanceSnapshot::state)
			.containsExactlyInAnyOrder(WorkerState.RUNNING, WorkerState.STARTING);
	}

	@Test
	void aStartWithoutAnInstanceSaysSo() {
		ParentWorkerBuilder parent = connect().startTimeout(Duration.ofMillis(300));
		assertThatExceptionOfType(ServiceNotFoundException.class).isThrownBy(parent::start)
			.withMessageContaining("nobody has added it");
	}

	@Test
	void aStartWithoutAnInstanceThatAnswersSaysWhy() {
		this.several.entries.add(new ServiceEntry("words", "127.0.0.1", 1, null, "", Map.of()));
		ParentWorker parent = connect().startTimeout(Duration.ofMillis(1500)).build();
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
			.withMessageContaining("nothing listens at tcp://127.0.0.1:1");
		assertThat(parent.state()).isEqualTo(WorkerState.FAILED);
		assertThat(parent.snapshot().instances()).isEmpty();
	}

	@Test
	void canBeStoppedAndStartedAgain() {
		List<String> changes = new CopyOnWriteArrayList<>();
		add("a");
		ParentWorker parent = this.services.parent(connect().listener(new ParentWorkerListener() {

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
		ParentWorker parent = connect().startTimeout(Duration.ofMinutes(5)).build();
		CompletableFuture<ParentWorker> start = CompletableFuture.supplyAsync(parent::start);
		await().atMost(SOON).until(() -> parent.state() == WorkerState.STARTING);
		parent.stop();
		assertThat(start).failsWithin(SOON).withThrowableThat().withMessageContaining("it was stopped while");
		assertThat(parent.state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void severalConnectionsAreMadeToEachInstance() {
		add("a");
		add("b");
		ParentWorker parent = this.services.parent(connect().instances(2));
		await().atMost(SOON).until(() -> running(parent) == 4);
		assertThat(parent.snapshot().instances()).extracting(InstanceSnapshot::number).containsExactly(1, 2, 3, 4);
		parent.restart();
		assertThat(namesOf(parent, 20)).containsOnly("a", "b");
	}

	@Test
	void knownAddressesAreAllConnectedTo() {
		List<String> endpoints = List.of(endpoint(add("a")), endpoint(add("b")), "tcp://127.0.0.1:1");
		ParentWorker parent = this.services.parent(ParentWorker.connectTo(endpoints));
		await().atMost(SOON).until(() -> running(parent) == 2);
		assertThat(namesOf(parent, 20)).containsOnly("a", "b");
	}

	@Test
	void aNameThatNobodyKnowsSaysSo() {
		ParentWorkerBuilder parent = ParentWorker.connectTo("tcp://no-such-host.invalid:5000")
			.startTimeout(Duration.ofMillis(500));
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(parent::start)
			.withMessageContaining("no address is known of tcp://no-such-host.invalid:5000");
	}

	private void awaitLooks(int more) {
		int before = this.several.looks.get();
		await().atMost(SOON).until(() -> this.several.looks.get() >= before + more);
	}

	private static List<String> namesOf(ParentWorker parent, int calls) {
		List<String> names = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			names.add(parent.call("name", String.class));
		}
		return names;
	}

	private static long running(ParentWorker parent) {
		return parent.snapshot().instances().stream().filter((each) -> each.state() == WorkerState.RUNNING).count();
	}

	private ParentWorkerBuilder connect() {
		return ParentWorker.connect("words").registry(this.several);
	}

	private Named add(String name) {
		return add(name, Map.of());
	}

	private Named add(String name, Map<String, String> metadata) {
		return add(name, "127.0.0.1", metadata);
	}

	private Named add(String name, String host, Map<String, String> metadata) {
		Named functions = new Named(name, host);
		functions.service = this.services.serve(name, functions,
				(builder) -> builder.bindAddress(host).drainTimeout(Duration.ofSeconds(30)));
		this.several.entries.add(new ServiceEntry("words", host, this.services.port(name), null, name, metadata));
		return functions;
	}

	private String endpoint(Named functions) {
		return "tcp://" + functions.host + ":" + this.services.port(functions.name);
	}

	private ServiceEntry addProcess() throws Exception {
		String id = "program" + this.processes.size();
		this.processes.add(ServiceProgram.start(id, this.directory));
		ServiceEntry local = this.services.registry().await(id, Duration.ofSeconds(30));
		this.several.entries.add(new ServiceEntry("words", "127.0.0.1", local.port(), local.pid(), id, Map.of()));
		return local;
	}

	/**
	 * What a service serves.
	 */
	public static class Named {

		private final String name;

		private final String host;

		private final CountDownLatch waiting = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		private ChildWorker service;

		Named(String name, String host) {
			this.name = name;
			this.host = host;
		}

		public String name() {
			return this.name;
		}

		public int work(int value, int millis) {
			return value;
		}

		public String held() throws InterruptedException {
			this.waiting.countDown();
			assertThat(this.release.await(30, TimeUnit.SECONDS)).isTrue();
			return this.name;
		}

	}

	/**
	 * Knows what the test has added.
	 */
	private static final class SeveralRegistry implements ServiceRegistry {

		private final List<ServiceEntry> entries = new CopyOnWriteArrayList<>();

		private volatile RegistryException failure;

		private final AtomicInteger looks = new AtomicInteger();

		void remove(String name) {
			this.entries.removeIf((entry) -> entry.started().equals(name));
		}

		@Override
		public Registration register(String serviceId, int port) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean hasSeveralInstances() {
			return true;
		}

		@Override
		public Optional<ServiceEntry> find(String serviceId) {
			return findAll(serviceId).stream().findFirst();
		}

		@Override
		public List<ServiceEntry> findAll(String serviceId) {
			this.looks.incrementAndGet();
			if (this.failure != null) {
				throw this.failure;
			}
			return this.entries;
		}

		@Override
		public ServiceEntry await(String serviceId, Duration timeout) {
			return find(serviceId).orElseThrow(() -> new ServiceNotFoundException(serviceId, "nobody has added it"));
		}

	}

}

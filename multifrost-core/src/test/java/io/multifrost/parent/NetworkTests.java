package io.multifrost.parent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.WorkerUnavailableException;
import io.multifrost.child.ChildWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections to other machines. In place of one there is an address that is not written
 * as the loopback, and a proxy that does what networks do.
 */
@Timeout(60)
class NetworkTests {

	/** How the loopback is written as an address of IPv6 that stands for one of IPv4. */
	private static final String ELSEWHERE = "tcp://[::ffff:127.0.0.1]:";

	private static final Duration SOON = Duration.ofSeconds(20);

	@RegisterExtension
	private final TestServices services = new TestServices();

	@Test
	void aHostThatVanishesWithoutAWordIsNoticedThoughNoHeartbeatIsSent() throws Exception {
		this.services.serve("held", new Held());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port())
				.heartbeat(new HeartbeatSettings(Duration.ZERO, Duration.ofSeconds(3), 3)));
			awaitPings(proxy);
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
			await().atMost(SOON).until(() -> proxy.pings() > 0);
			CompletableFuture<Integer> call = parent.callAsync("hold", Integer.class);
			proxy.stall();
			assertThat(call).failsWithin(SOON)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(WorkerUnavailableException.class);
			assertThat(parent.state()).isEqualTo(WorkerState.RECOVERING);
			proxy.resume();
			await().atMost(SOON).until(() -> parent.state() == WorkerState.RUNNING);
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
		}
	}

	@Test
	void aPauseThatIsShortIsWaitedFor() throws Exception {
		this.services.serve("held", new Held());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port()));
			awaitPings(proxy);
			proxy.stall();
			CompletableFuture<Integer> call = parent.callAsync("add", Integer.class, 1, 2);
			await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> !call.isDone());
			proxy.resume();
			assertThat(call).succeedsWithin(SOON).isEqualTo(3);
			assertThat(parent.snapshot().restarts()).isZero();
		}
	}

	@Test
	void theChangeToAConnectionWithPingsIsNoRestartAndNoDisconnect() throws Exception {
		List<String> events = new CopyOnWriteArrayList<>();
		this.services.serve("held", new Held());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port())
				.callbackExecutor(Runnable::run)
				.listener(new Events(events)));
			awaitPings(proxy);
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
			assertThat(parent.snapshot().restarts()).isZero();
			parent.restart();
			assertThat(parent.snapshot().restarts()).isOne();
			assertThat(events).containsExactly("connect", "connect");
		}
	}

	@Test
	void theChangeLetsCallsOfTheFirstConnectionTakeAsLongAsTheyDo() throws Exception {
		Held held = new Held();
		this.services.serve("held", held);
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services
				.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port()).drainTimeout(Duration.ofMillis(1)));
			CompletableFuture<Void> call = parent.callAsync("block", Void.class);
			await().atMost(SOON).until(() -> held.blocked.getQueueLength() == 1);
			await().atMost(SOON).until(() -> proxy.accepted() == 2);
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
			await().during(Duration.ofMillis(500)).atMost(SOON).until(() -> !call.isDone());
			held.blocked.release();
			assertThat(call).succeedsWithin(SOON);
		}
	}

	@Test
	void aStallBeyondWhatHeartbeatsAllowEndsCallsButThoseThatMayBeRepeated() throws Exception {
		this.services.serve("held", new Held());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port())
				.heartbeat(new HeartbeatSettings(Duration.ofMillis(500), Duration.ofMillis(500), 2)));
			awaitPings(proxy);
			proxy.stall();
			await().atMost(SOON).until(() -> parent.state() == WorkerState.RECOVERING);
			assertThat(parent.callAsync("add", Integer.class, 1, 2)).failsWithin(SOON)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(WorkerUnavailableException.class)
				.withMessageContaining("heartbeats");
			CompletableFuture<Integer> repeated = parent
				.callAsync(CallOptions.DEFAULTS.withIdempotent(true).withTimeout(SOON), "add", Integer.class, 1, 2);
			proxy.resume();
			await().atMost(SOON).until(() -> parent.state() == WorkerState.RUNNING);
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
			assertThat(repeated).isDone();
		}
	}

	@Test
	void aChangeThatFailsIsNotTriedAgainAndLeavesTheConnectionThatWorks() throws Exception {
		List<String> events = new CopyOnWriteArrayList<>();
		this.services.serve("held", new Held());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			proxy.limit(1);
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port())
				.startTimeout(Duration.ofSeconds(1))
				.callbackExecutor(Runnable::run)
				.listener(new Events(events)));
			CompletableFuture<Integer> call = parent.callAsync("hold", Integer.class);
			await().atMost(SOON).until(() -> proxy.accepted() > 1);
			AtomicInteger before = new AtomicInteger();
			await().atMost(SOON)
				.during(Duration.ofMillis(1500))
				.until(() -> before.getAndSet(proxy.accepted()) == proxy.accepted());
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
			assertThat(call).isNotDone();
			assertThat(parent.snapshot().restarts()).isZero();
			assertThat(events).containsExactly("connect");
		}
	}

	@Test
	void aLongWayCostsTimeAlone() throws Exception {
		this.services.serve("held", new Held());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port())
				.heartbeat(new HeartbeatSettings(Duration.ofMillis(200), SOON, 1)));
			awaitPings(proxy);
			proxy.delay(Duration.ofMillis(400));
			List<CompletableFuture<Integer>> calls = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				calls.add(parent.callAsync(CallOptions.DEFAULTS.withTimeout(SOON), "add", Integer.class, i, 1));
			}
			for (int i = 0; i < 100; i++) {
				assertThat(calls.get(i)).succeedsWithin(SOON).isEqualTo(i + 1);
			}
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(parent.snapshot().heartbeats().maximum()).isNotNull()
					.isGreaterThanOrEqualTo(Duration.ofMillis(800)));
			assertThat(parent.state()).isEqualTo(WorkerState.RUNNING);
			assertThat(parent.snapshot().restarts()).isZero();
		}
	}

	@Test
	void aServiceNoticesAParentThatVanishesWithoutAWord() throws Exception {
		Held held = new Held();
		ChildWorker service = this.services.serve("held", held, (builder) -> builder.concurrency(1));
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port())
				.heartbeat(new HeartbeatSettings(Duration.ZERO, Duration.ofSeconds(3), 3)));
			awaitPings(proxy);
			parent.callAsync("block", Void.class);
			await().atMost(SOON).until(() -> held.blocked.getQueueLength() == 1);
			parent.callAsync("add", Integer.class, 1, 2);
			assertThat(parent.call("listFunctions", Object.class)).isNotNull(); // all
																				// arrived
			// It says when to let this parent go, unless something else comes behind it.
			long before = proxy.pings();
			await().atMost(SOON).until(() -> proxy.pings() > before);
			proxy.stall();
			await().atMost(SOON).until(() -> service.cancelledCalls() > 0);
		}
		finally {
			held.blocked.release();
		}
	}

	/**
	 * The first connection has found out that the service answers pings, and a second one
	 * has taken its place.
	 */
	private static void awaitPings(TcpProxy proxy) {
		await().atMost(SOON).until(() -> proxy.accepted() == 2 && proxy.open() == 1);
	}

	@Test
	void aServiceIsReachedByIpv6Alone() {
		this.services.serve("six", new Held(), (builder) -> builder.bindAddress("::1"));
		ParentWorker parent = this.services.parent(ParentWorker.connectTo("tcp://[::1]:" + this.services.port("six")));
		assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
		assertThat(parent.snapshot().instances().get(0).endpoint()).startsWith("tcp://[::1]:");
	}

	/**
	 * Notes what happens to connections.
	 */
	private record Events(List<String> events) implements ParentWorkerListener {

		@Override
		public void onConnect(WorkerInstance instance) {
			this.events.add("connect");
		}

		@Override
		public void onDisconnect(WorkerInstance instance) {
			this.events.add("disconnect");
		}

	}

	/**
	 * What the services serve.
	 */
	public static class Held {

		private final Semaphore blocked = new Semaphore(0);

		public int add(int a, int b) {
			return a + b;
		}

		public CompletableFuture<Integer> hold() {
			return new CompletableFuture<>();
		}

		public void block() throws InterruptedException {
			this.blocked.acquire();
		}

	}

}

package io.multifrost.parent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.multifrost.WorkerUnavailableException;

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

	private TestServices services;

	@BeforeEach
	void setUp(@TempDir Path directory) {
		this.services = new TestServices(directory);
	}

	@AfterEach
	void tearDown() {
		this.services.close();
	}

	@Test
	void aHostThatVanishesWithoutAWordIsNoticedThoughNoHeartbeatIsSent() throws Exception {
		this.services.serve("held", new Held());
		try (TcpProxy proxy = TcpProxy.to(this.services.port("held"))) {
			ParentWorker parent = this.services.parent(ParentWorker.connectTo(ELSEWHERE + proxy.port())
				.heartbeat(new HeartbeatSettings(Duration.ZERO, Duration.ofSeconds(3), 3)));
			// The first connection has found out that the service answers pings.
			await().atMost(SOON).until(() -> parent.snapshot().restarts() == 1);
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
			long before = proxy.passed();
			await().atMost(SOON).until(() -> proxy.passed() > before); // a ping, and its
																		// answer
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
			await().atMost(SOON).until(() -> parent.snapshot().restarts() == 1);
			proxy.stall();
			CompletableFuture<Integer> call = parent.callAsync("add", Integer.class, 1, 2);
			await().during(Duration.ofSeconds(1)).atMost(SOON).until(() -> !call.isDone());
			proxy.resume();
			assertThat(call).succeedsWithin(SOON).isEqualTo(3);
			assertThat(parent.snapshot().restarts()).isOne();
		}
	}

	@Test
	void aServiceIsReachedByIpv6Alone() {
		this.services.serve("six", new Held(), (builder) -> builder.bindAddress("::1"));
		ParentWorker parent = this.services.parent(ParentWorker.connectTo("tcp://[::1]:" + this.services.port("six")));
		assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
		assertThat(parent.snapshot().instances().get(0).endpoint()).startsWith("tcp://[::1]:");
	}

	/**
	 * What the services serve.
	 */
	public static class Held {

		public int add(int a, int b) {
			return a + b;
		}

		public CompletableFuture<Integer> hold() {
			return new CompletableFuture<>();
		}

	}

}

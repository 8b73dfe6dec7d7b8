package io.multifrost.parent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.RemoteCallException;
import io.multifrost.child.ChildWorker;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.MessageIds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what many parents of one service do to each other: as little as possible.
 */
@Timeout(60)
class ServiceDispatchTests {

	private final Gate gate = new Gate();

	@RegisterExtension
	private final TestServices services = new TestServices();

	@AfterEach
	void tearDown() {
		this.gate.open.countDown();
		this.gate.permits.release(100);
	}

	@Test
	void parentsTakeTurnsHoweverManyCallsOneOfThemHasWaiting() {
		this.services.serve("gate", this.gate, (worker) -> worker.concurrency(1));
		ParentWorker greedy = this.services.parent("gate");
		ParentWorker modest = this.services.parent("gate");
		List<CompletableFuture<Void>> calls = new ArrayList<>();
		calls.add(greedy.callAsync("pass", Void.class));
		for (int i = 0; i < 2000; i++) {
			calls.add(greedy.callAsync("enter", Void.class, "greedy"));
		}
		awaitArrived(greedy);
		calls.add(modest.callAsync("enter", Void.class, "modest"));
		calls.add(modest.callAsync("enter", Void.class, "modest"));
		awaitArrived(modest);
		this.gate.open.countDown();
		calls.forEach(CompletableFuture::join);
		assertThat(this.gate.entered).hasSize(2002);
		assertThat(this.gate.entered.lastIndexOf("modest")).isLessThanOrEqualTo(3);
	}

	@Test
	void refusesTheCallsOfAParentThatHasTooManyWaitingAndServesTheOthers() throws Exception {
		this.services.serve("gate", this.gate, (worker) -> worker.concurrency(1).queueCapacity(5));
		ParentWorker greedy = this.services.parent("gate");
		ParentWorker modest = this.services.parent("gate");
		CompletableFuture<Void> first = greedy.callAsync("pass", Void.class);
		this.gate.reached.await();
		List<CompletableFuture<Void>> calls = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			calls.add(greedy.callAsync("enter", Void.class, "greedy"));
		}
		for (CompletableFuture<Void> refused : calls.subList(5, 8)) {
			assertThat(refused).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(RemoteCallException.class)
				.withMessageContaining("overloaded");
		}
		CompletableFuture<Void> other = modest.callAsync("enter", Void.class, "modest");
		awaitArrived(modest);
		assertThat(other).isNotDone();
		this.gate.open.countDown();
		assertThat(other).succeedsWithin(Duration.ofSeconds(10));
		assertThat(first).succeedsWithin(Duration.ofSeconds(10));
		assertThat(CompletableFuture.allOf(calls.subList(0, 5).toArray(CompletableFuture[]::new)))
			.succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void countsTheAnswersForAParentThatHasGone() {
		ChildWorker worker = this.services.serve("gate", this.gate);
		ParentWorker parent = this.services.parent("gate");
		List<CompletableFuture<Void>> lost = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			lost.add(parent.callAsync("permitted", Void.class));
		}
		awaitArrived(parent);
		await().until(this.gate.permits::hasQueuedThreads);
		parent.stop();
		lost.forEach((call) -> assertThat(call).failsWithin(Duration.ofSeconds(10)));
		assertThat(worker.droppedMessages()).isZero();
		// Those that wait are dropped when the end of the connection is seen.
		await().until(() -> worker.cancelledCalls() > 0);
		ParentWorker other = this.services.parent("gate");
		this.gate.permits.release();
		await().until(() -> worker.droppedMessages() > 0);
		this.gate.permits.release(100);
		other.call("enter", Void.class, "other");
		assertThat(this.gate.entered).containsExactly("other");
	}

	@Test
	void aParentThatDoesNotReadHoldsUpNoOther() {
		this.services.serve("gate", this.gate);
		List<ParentWorker> parents = new ArrayList<>();
		for (int i = 0; i < 19; i++) {
			parents.add(this.services.parent("gate"));
		}
		try (ZContext context = new ZContext(); ZMQ.Socket stuck = context.createSocket(SocketType.DEALER)) {
			stuck.setRcvHWM(1);
			stuck.setReceiveBufferSize(4096);
			stuck.setHandshakeIvl(500);
			stuck.connect("tcp://127.0.0.1:" + this.services.port("gate"));
			MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);
			for (int i = 0; i < 50; i++) {
				stuck.sendMore("");
				stuck.send(codec.encodeCall(ProtocolVersion.V3, MessageIds.random(), "bytes",
						new Object[] { 1_000_000 }, "default", null, Map.of()));
			}
			await().until(() -> this.gate.made.getCount() == 0);
			for (int round = 0; round < 20; round++) {
				for (ParentWorker parent : parents) {
					assertThat(parent.call("bytes", byte[].class, 10)).hasSize(10);
				}
			}
		}
	}

	/**
	 * Wait until what a parent has sent so far has arrived: the service lists its
	 * functions without a thread of its own, as soon as it reads that call.
	 */
	private static void awaitArrived(ParentWorker parent) {
		assertThat(parent.call("listFunctions", Object.class)).isNotNull();
	}

	/** Holds calls up until it is opened, and remembers who came. */
	public static class Gate {

		private final CountDownLatch open = new CountDownLatch(1);

		private final Semaphore permits = new Semaphore(0);

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch made = new CountDownLatch(50);

		private final List<String> entered = new CopyOnWriteArrayList<>();

		public void pass() throws InterruptedException {
			this.reached.countDown();
			this.open.await();
		}

		public void permitted() throws InterruptedException {
			this.permits.acquire();
		}

		public void enter(String name) {
			this.entered.add(name);
		}

		public byte[] bytes(int size) {
			this.made.countDown();
			return new byte[size];
		}

	}

}

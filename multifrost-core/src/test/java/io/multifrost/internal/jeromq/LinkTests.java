package io.multifrost.internal.jeromq;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.MultifrostException;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.jeromq.curve.CurveKeys;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.sendqueue.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Link} and {@link IoLoop}, against each other and against bare sockets.
 */
class LinkTests {

	private static final LinkOptions OPTIONS = new LinkOptions(1 << 20, Duration.ZERO);

	private final IoLoop loop = IoLoop.acquire();

	private final Recorder parent = new Recorder();

	private final Recorder child = new Recorder();

	@AfterEach
	void closeLoop() {
		this.loop.close();
	}

	@Test
	void carriesMessagesBothWays() throws InterruptedException {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		assertThat(dealer.endpoint().port()).isBetween(1024, 65535);
		Link router = this.loop.connectRouter(dealer.endpoint(), OPTIONS, this.child).join();
		dealer.send(Route.PEER, bytes("call"));
		Received call = this.child.next();
		assertThat(call.payload()).isEqualTo("call");
		router.send(call.route(), bytes("answer"));
		assertThat(this.parent.next().payload()).isEqualTo("answer");
	}

	@Test
	void hidesTheSocketFromWhoHasNoKey() throws InterruptedException {
		String server = CurveKeys.newSecretKey();
		String client = CurveKeys.newSecretKey();
		LinkOptions closed = OPTIONS
			.withSecurity(new SocketSecurity.Server(server, CurveKeys.publicKey(client)::equals));
		LinkOptions secured = OPTIONS.withSecurity(new SocketSecurity.Client(client, CurveKeys.publicKey(server)));
		Link service = this.loop.bindRouter(Endpoint.loopback(0), closed, this.child).join();
		Link stranger = this.loop.connectDealer(service.endpoint(), OPTIONS, new Recorder()).join();
		stranger.send(Route.PEER, bytes("in the clear"));
		Link known = this.loop.connectDealer(service.endpoint(), secured, this.parent).join();
		known.send(Route.PEER, bytes("call"));
		Received call = this.child.next();
		assertThat(call.payload()).isEqualTo("call");
		service.send(call.route(), bytes("answer"));
		assertThat(this.parent.next().payload()).isEqualTo("answer");
	}

	@Test
	void endsWithTheErrorOfAListenerThatIsToldOfAConnection() throws Exception {
		NoClassDefFoundError error = new NoClassDefFoundError("org/example/Missing");
		LinkListener failing = new LinkListener() {

			@Override
			public void onConnected() {
				throw error;
			}

			@Override
			public void onMessage(Route route, byte[] payload) {
			}

		};
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, failing).join();
		this.loop.connectRouter(dealer.endpoint(), OPTIONS, this.child).join();
		dealer.closed().get(20, TimeUnit.SECONDS);
		assertThat(dealer.failure()).isSameAs(error);
	}

	@Test
	void isNotOpenedForAListenerThatFails() {
		LinkListener failing = new LinkListener() {

			@Override
			public void onOpen(Link link) {
				throw new IllegalStateException("no");
			}

			@Override
			public void onMessage(Route route, byte[] payload) {
			}

		};
		CompletableFuture<Link> link = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, failing);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(link::join)
			.withCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void isKnownToItsListenerBeforeWhoeverHasOpenedItGoesOn() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		assertThat(this.parent.opened).isSameAs(dealer);
		Link router = this.loop.connectRouter(dealer.endpoint(), OPTIONS, this.child).join();
		assertThat(this.child.opened).isSameAs(router);
	}

	@Test
	void keepsWhatIsSentBeforeThePeerIsThereInItsOrder() throws InterruptedException {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		for (int i = 0; i < 1000; i++) {
			dealer.send(Route.PEER, bytes("call " + i));
		}
		this.loop.connectRouter(dealer.endpoint(), OPTIONS, this.child).join();
		for (int i = 0; i < 1000; i++) {
			assertThat(this.child.next().payload()).isEqualTo("call " + i);
		}
	}

	@Test
	void saysWhenThePeerComesAndGoes() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		Link router = this.loop.connectRouter(dealer.endpoint(), OPTIONS, this.child).join();
		await().until(() -> this.parent.events.contains("connected") && this.child.events.contains("connected"));
		router.close().join();
		await().until(() -> this.parent.events.contains("disconnected"));
	}

	@Test
	void handsOverWhatArrivedBeforeItSaysThatThePeerHasGone() throws InterruptedException {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		LinkOptions lingering = new LinkOptions(1 << 20, Duration.ofSeconds(5));
		Link router = this.loop.connectRouter(dealer.endpoint(), lingering, this.child).join();
		dealer.send(Route.PEER, bytes("call"));
		Route route = this.child.next().route();
		for (int i = 0; i < 5000; i++) {
			router.send(route, bytes("answer " + i));
		}
		router.close().join();
		await().until(() -> this.parent.events.contains("disconnected"));
		assertThat(this.parent.receivedAtDisconnect).hasValue(5000);
	}

	@Test
	void dropsMessagesWithOtherFramesAndGoesOn() throws InterruptedException {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		try (ZContext context = new ZContext()) {
			ZMQ.Socket peer = context.createSocket(SocketType.DEALER);
			// A bare socket has nobody who helps its handshake.
			peer.setHandshakeIvl(500);
			peer.connect(dealer.endpoint().toString());
			peer.send("alone");
			peer.sendMore("not empty");
			peer.send("payload");
			peer.sendMore("");
			peer.sendMore("payload");
			peer.send("too much");
			peer.sendMore("");
			peer.send("right");
			assertThat(this.parent.next().payload()).isEqualTo("right");
			assertThat(this.parent.dropped).containsExactly(DropReason.FRAMES, DropReason.FRAMES, DropReason.FRAMES);
		}
	}

	@Test
	void countsAnswersForPeersThatHaveGone() {
		Link router = this.loop.bindRouter(Endpoint.loopback(0), OPTIONS, this.child).join();
		router.send(new Route(bytes("nobody")), bytes("answer"));
		await().until(() -> this.child.dropped.contains(DropReason.UNROUTABLE));
	}

	@Test
	void countsWhatStillWaitsForAPeerWhenItIsClosed() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		dealer.send(Route.PEER, bytes("first"));
		dealer.send(Route.PEER, bytes("second"));
		dealer.close().join();
		dealer.close().join();
		assertThat(this.parent.dropped).containsExactly(DropReason.CLOSED, DropReason.CLOSED);
	}

	@Test
	void closesTheConnectionOfAPeerThatAnnouncesTooMuch() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		try (ZContext context = new ZContext()) {
			ZMQ.Socket peer = context.createSocket(SocketType.DEALER);
			// A bare socket has nobody who helps its handshake.
			peer.setHandshakeIvl(500);
			peer.connect(dealer.endpoint().toString());
			peer.sendMore("");
			peer.send(new byte[2 << 20]);
			await().until(() -> this.parent.events.contains("disconnected"));
			assertThat(this.parent.received).isEmpty();
		}
	}

	@Test
	void saysWhereItCouldNotBind() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.loop.bindDealer(dealer.endpoint(), OPTIONS, this.parent).join())
			.havingCause()
			.isInstanceOf(MultifrostException.class)
			.withMessageContaining(dealer.endpoint().toString());
	}

	@Test
	void survivesAListenerThatFails() throws InterruptedException {
		AtomicBoolean failed = new AtomicBoolean();
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, (route, payload) -> {
			if (failed.compareAndSet(false, true)) {
				throw new IllegalStateException("on purpose");
			}
			this.parent.onMessage(route, payload);
		}).join();
		Link router = this.loop.connectRouter(dealer.endpoint(), OPTIONS, this.child).join();
		dealer.send(Route.PEER, bytes("call"));
		Route route = this.child.next().route();
		router.send(route, bytes("first"));
		router.send(route, bytes("second"));
		assertThat(this.parent.next().payload()).isEqualTo("second");
		assertThat(failed).isTrue();
	}

	@Test
	void runsTasksAndTimersOnItsOwnThread() throws InterruptedException {
		BlockingQueue<String> threads = new LinkedBlockingQueue<>();
		this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		this.loop.execute(() -> threads.add(Thread.currentThread().getName()));
		this.loop.schedule(Duration.ofMillis(1), () -> threads.add(Thread.currentThread().getName()));
		this.loop.schedule(Duration.ofMillis(1), () -> threads.add("cancelled")).cancel();
		assertThat(threads.poll(10, TimeUnit.SECONDS)).isEqualTo("multifrost-io");
		assertThat(threads.poll(10, TimeUnit.SECONDS)).isEqualTo("multifrost-io");
		assertThat(threads).isEmpty();
	}

	@Test
	void usesNoProcessorWhileNothingHappens() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		this.loop.connectRouter(dealer.endpoint(), OPTIONS, this.child).join();
		await().until(() -> this.parent.events.contains("connected"));
		CompletableFuture<Long> io = new CompletableFuture<>();
		this.loop.execute(() -> io.complete(Thread.currentThread().getId()));
		long thread = io.join();
		AtomicLong last = new AtomicLong(-1);
		// The processor time of the thread stands still over a whole second.
		await().pollInterval(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20)).until(() -> {
			long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
			return before == last.getAndSet(before);
		});
	}

	@Test
	void sharesOneThreadAndEndsItWithTheLastHolder() {
		this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		IoLoop second = IoLoop.acquire();
		assertThat(second).isSameAs(this.loop);
		second.close();
		assertThat(threads("multifrost-io")).isEqualTo(1);
		IoLoop third = IoLoop.acquire();
		third.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		third.close();
		assertThat(threads("multifrost-io")).isEqualTo(1);
	}

	@Test
	void thereIsAnotherThreadForManyHolders() {
		this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
		List<IoLoop> held = new ArrayList<>();
		try {
			IoLoop next = IoLoop.acquire();
			held.add(next);
			while (next == this.loop && held.size() <= IoLoop.MAX_HOLDERS) {
				next = IoLoop.acquire();
				held.add(next);
			}
			assertThat(next).as("one of another thread").isNotSameAs(this.loop);
			next.bindDealer(Endpoint.loopback(0), OPTIONS, this.parent).join();
			assertThat(threads("multifrost-io")).isGreaterThanOrEqualTo(2);
			held.remove(0).close();
			held.add(IoLoop.acquire());
			assertThat(held.get(held.size() - 1)).as("a place that is free is taken again").isSameAs(this.loop);
		}
		finally {
			held.forEach(IoLoop::close);
		}
		await().untilAsserted(() -> assertThat(threads("multifrost-io")).isEqualTo(1));
	}

	private static long threads(String name) {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().equals(name)).count();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private record Received(Route route, String payload) {
	}

	private static final class Recorder implements LinkListener {

		private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

		private final List<String> events = new CopyOnWriteArrayList<>();

		private final List<DropReason> dropped = new CopyOnWriteArrayList<>();

		private final AtomicInteger receivedAtDisconnect = new AtomicInteger();

		private volatile @Nullable Link opened;

		@Override
		public void onOpen(Link link) {
			this.opened = link;
		}

		@Override
		public void onMessage(Route route, byte[] payload) {
			this.received.add(new Received(route, new String(payload, StandardCharsets.UTF_8)));
		}

		@Override
		public void onConnected() {
			this.events.add("connected");
		}

		@Override
		public void onDisconnected() {
			this.receivedAtDisconnect.set(this.received.size());
			this.events.add("disconnected");
		}

		@Override
		public void onDropped(DropReason reason) {
			this.dropped.add(reason);
		}

		Received next() throws InterruptedException {
			Received next = this.received.poll(10, TimeUnit.SECONDS);
			assertThat(next).as("a message").isNotNull();
			return next;
		}

	}

}

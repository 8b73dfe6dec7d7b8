package io.multifrost.internal.jeromq;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.internal.DropReason;
import io.multifrost.internal.sendqueue.QueueLimits;
import io.multifrost.internal.sendqueue.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what waits for a peer that does not read.
 */
class BackPressureTests {

	private static final int SIZE = 10_000;

	private static final LinkOptions OPTIONS = new LinkOptions(1 << 20, Duration.ZERO)
		.withQueue(new QueueLimits(1 << 20, 1000));

	private final IoLoop loop = IoLoop.acquire();

	private final LinkPeer listener = new LinkPeer();

	@AfterEach
	void closeLoop() {
		this.loop.close();
	}

	@Test
	void refusesWhatADealerHasNoRoomForAndMakesRoomOfWhatNobodyWants() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.listener).join();
		AtomicBoolean wanted = new AtomicBoolean(true);
		AtomicInteger taken = new AtomicInteger();
		while (dealer.add(Route.PEER, new byte[SIZE], wanted::get)) {
			dealer.schedule();
			taken.incrementAndGet();
		}
		assertThat(taken.get()).isBetween(100, 105);
		wanted.set(false);
		await().until(() -> dealer.add(Route.PEER, new byte[SIZE], () -> true));
		dealer.close().join();
		assertThat(this.listener.drops.count(DropReason.ENDED) + this.listener.drops.count(DropReason.CLOSED))
			.isEqualTo(taken.get() + 1);
	}

	@Test
	void takesASingleMessageWhateverItsSize() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.listener).join();
		assertThat(dealer.add(Route.PEER, new byte[5 << 20], () -> true)).isTrue();
		assertThat(dealer.add(Route.PEER, new byte[1], () -> true)).isFalse();
	}

	@Test
	void takesWhatBelongsToCallsThatItHasTaken() {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), OPTIONS, this.listener).join();
		assertThat(dealer.add(Route.PEER, new byte[5 << 20], () -> true)).isTrue();
		assertThat(dealer.add(Route.PEER, new byte[1], null)).isTrue();
	}

	@Test
	void goesOnWhenThePeerReadsAgain() throws InterruptedException {
		LinkOptions wide = new LinkOptions(1 << 20, Duration.ZERO);
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), wide, this.listener).join();
		LinkPeer child = new LinkPeer();
		for (int i = 0; i < 20_000; i++) {
			dealer.send(Route.PEER, LinkPeer.bytes("call " + i));
		}
		Link router = this.loop.connectRouter(dealer.endpoint(), wide, child).join();
		Route route = null;
		for (int i = 0; i < 20_000; i++) {
			assertThat(child.next()).isEqualTo("call " + i);
			route = child.routes.take();
		}
		for (int i = 0; i < 20_000; i++) {
			router.send(route, LinkPeer.bytes("answer " + i));
		}
		for (int i = 0; i < 20_000; i++) {
			assertThat(this.listener.next()).isEqualTo("answer " + i);
		}
	}

	@Test
	void endsTheConnectionOfAParentThatDoesNotReadAndGoesOnWithTheOthers() throws InterruptedException {
		Link router = this.loop.bindRouter(Endpoint.loopback(0), OPTIONS, this.listener).join();
		try (ZContext context = new ZContext()) {
			ZMQ.Socket deaf = context.createSocket(SocketType.DEALER);
			deaf.setRcvHWM(1);
			deaf.setReceiveBufferSize(8192);
			deaf.setHandshakeIvl(500);
			deaf.connect(router.endpoint().toString());
			deaf.sendMore("");
			deaf.send("deaf");
			assertThat(this.listener.next()).isEqualTo("deaf");
			Route deafRoute = this.listener.routes.take();
			for (int i = 0; i < 3000; i++) {
				router.send(deafRoute, new byte[SIZE]);
			}
			await().until(() -> {
				router.send(deafRoute, new byte[SIZE]);
				return this.listener.drops.count(DropReason.UNREAD) > 1000;
			});
			LinkPeer other = new LinkPeer();
			Link dealer = this.loop.connectDealer(router.endpoint(), OPTIONS, other).join();
			dealer.send(Route.PEER, LinkPeer.bytes("call"));
			assertThat(this.listener.next()).isEqualTo("call");
			router.send(this.listener.routes.take(), LinkPeer.bytes("answer"));
			assertThat(other.next()).isEqualTo("answer");
		}
	}

}

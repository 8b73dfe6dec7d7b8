package io.multifrost.internal.jeromq;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.internal.DropReason;
import io.multifrost.internal.sendqueue.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for links with a single peer, at whose port strangers appear.
 */
class SinglePeerTests {

	private static final LinkOptions CHILD = new LinkOptions(1 << 20, Duration.ZERO);

	private final IoLoop loop = IoLoop.acquire();

	private final LinkPeer parent = new LinkPeer();

	private final LinkPeer child = new LinkPeer();

	private final Set<Integer> foreign = ConcurrentHashMap.newKeySet();

	private final LinkOptions options = CHILD
		.withSinglePeer((peer, own) -> CompletableFuture.completedFuture(!this.foreign.contains(peer)));

	@AfterEach
	void closeLoop() {
		this.loop.close();
	}

	@Test
	void sendsEveryCallToTheFirstPeerWhileStrangersTry() throws Exception {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), this.options, this.parent).join();
		this.loop.connectRouter(dealer.endpoint(), CHILD, this.child).join();
		await().until(() -> this.parent.connected.get() == 1);
		try (ZContext context = new ZContext()) {
			ZMQ.Socket stranger = context.createSocket(SocketType.ROUTER);
			stranger.setHandshakeIvl(500);
			stranger.connect(dealer.endpoint().toString());
			await().until(() -> this.parent.drops.count(DropReason.STRANGER) > 0);
			for (int i = 0; i < 1000; i++) {
				dealer.send(Route.PEER, LinkPeer.bytes("call " + i));
			}
			for (int i = 0; i < 1000; i++) {
				assertThat(this.child.next()).isEqualTo("call " + i);
			}
			assertThat(stranger.recv(ZMQ.DONTWAIT)).isNull();
		}
		assertThat(this.parent.connected).hasValue(1);
	}

	@Test
	void readsNothingFromAStrangerThatComesFirst() throws Exception {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), this.options, this.parent).join();
		Socket early = new Socket();
		early.bind(null);
		this.foreign.add(early.getLocalPort());
		try (early) {
			early.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), dealer.endpoint().port()));
			early.getOutputStream().write(LinkPeer.bytes("GET / HTTP/1.1\r\n\r\n"));
			await().until(() -> this.parent.drops.count(DropReason.STRANGER) > 0);
			assertThat(this.parent.connected).hasValue(0);
			dealer.send(Route.PEER, LinkPeer.bytes("call"));
			this.loop.connectRouter(dealer.endpoint(), CHILD, this.child).join();
			assertThat(this.child.next()).isEqualTo("call");
		}
	}

	@Test
	void givesThePlaceOfASilentConnectionToTheNext() throws Exception {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), CHILD.withSinglePeer(null), this.parent).join();
		try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), dealer.endpoint().port())) {
			await().until(() -> this.parent.connected.get() == 1);
			Link router = this.loop.connectRouter(dealer.endpoint(), CHILD, this.child).join();
			await().atMost(Duration.ofSeconds(15)).until(() -> this.parent.connected.get() == 2);
			dealer.send(Route.PEER, LinkPeer.bytes("call"));
			assertThat(this.child.next()).isEqualTo("call");
			router.send(this.child.routes.take(), LinkPeer.bytes("answer"));
			assertThat(this.parent.next()).isEqualTo("answer");
			assertThat(silent.getInputStream().readAllBytes()).isNotNull();
		}
	}

	@Test
	void letsItsPeerComeBack() throws Exception {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), this.options, this.parent).join();
		for (int life = 1; life <= 3; life++) {
			LinkPeer again = new LinkPeer();
			Link router = this.loop.connectRouter(dealer.endpoint(), CHILD, again).join();
			int expected = life;
			await().until(() -> this.parent.connected.get() == expected);
			dealer.send(Route.PEER, LinkPeer.bytes("call " + life));
			assertThat(again.next()).isEqualTo("call " + life);
			router.close().join();
			await().until(() -> this.parent.disconnected.get() == expected);
		}
	}

	@Test
	void survivesAFloodOfConnections() throws Exception {
		Link dealer = this.loop.bindDealer(Endpoint.loopback(0), this.options, this.parent).join();
		this.loop.connectRouter(dealer.endpoint(), CHILD, this.child).join();
		await().until(() -> this.parent.connected.get() == 1);
		List<Socket> flood = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			flood.add(new Socket(InetAddress.getLoopbackAddress(), dealer.endpoint().port()));
		}
		await().until(() -> this.parent.drops.count(DropReason.STRANGER) == 200);
		dealer.send(Route.PEER, LinkPeer.bytes("call"));
		assertThat(this.child.next()).isEqualTo("call");
		for (Socket socket : flood) {
			socket.close();
		}
	}

}

package io.multifrost.internal.jeromq;

import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.sendqueue.QueueLimits;
import io.multifrost.internal.sendqueue.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for peers that speak broken ZMTP, or none.
 */
class HostileBytesTests {

	private static final LinkOptions OPTIONS = new LinkOptions(1 << 20, Duration.ZERO);

	private final IoLoop loop = IoLoop.acquire();

	private final LinkPeer service = new LinkPeer();

	private final Link router = this.loop.bindRouter(Endpoint.loopback(0), OPTIONS, this.service).join();

	@AfterEach
	void closeLoop() {
		this.loop.close();
	}

	@Test
	void survivesGarbage() throws Exception {
		Random random = new Random(7);
		for (int i = 0; i < 50; i++) {
			byte[] garbage = new byte[1 + random.nextInt(500)];
			random.nextBytes(garbage);
			try (Socket socket = connect()) {
				socket.getOutputStream().write(garbage);
			}
		}
		assertServes();
	}

	@Test
	void survivesHalfAHandshake() throws Exception {
		try (Socket socket = connect()) {
			socket.getOutputStream().write(new byte[] { (byte) 0xff, 0, 0, 0 });
			assertServes();
		}
	}

	@Test
	void survivesLengthsThatLie() throws Exception {
		long[] lengths = { 2L << 30, 1L << 40, -1, 0x80000000_7fffffffL, 0x80000000_80000000L, Long.MIN_VALUE };
		for (long length : lengths) {
			try (Socket socket = connect()) {
				DataOutputStream out = new DataOutputStream(socket.getOutputStream());
				// An unversioned greeting, whose first byte is a length.
				out.write(new byte[] { 1, 0 });
				out.writeByte(0xff);
				out.writeLong(length);
				out.write(new byte[64]);
				out.flush();
				assertServes();
			}
		}
	}

	@Test
	void refusesConnectionsBeyondTheLimitAndServesAgainLater() throws Exception {
		LinkPeer narrow = new LinkPeer();
		LinkOptions two = new LinkOptions(1 << 20, Duration.ZERO, QueueLimits.DEFAULTS, 2, null, SocketSecurity.NONE,
				false);
		Link limited = this.loop.bindRouter(Endpoint.loopback(0), two, narrow).join();
		Link first = speaking(limited, narrow);
		Link second = speaking(limited, narrow);
		try (Socket third = new Socket(InetAddress.getLoopbackAddress(), limited.endpoint().port())) {
			assertThat(third.getInputStream().read()).isEqualTo(-1);
		}
		first.close().join();
		second.close().join();
		await().until(() -> narrow.disconnected.get() == 1);
		LinkPeer parent = new LinkPeer();
		Link dealer = this.loop.connectDealer(limited.endpoint(), OPTIONS, parent).join();
		dealer.send(Route.PEER, LinkPeer.bytes("call"));
		assertThat(narrow.next()).isEqualTo("call");
	}

	private Link speaking(Link router, LinkPeer received) throws InterruptedException {
		Link dealer = this.loop.connectDealer(router.endpoint(), OPTIONS, new LinkPeer()).join();
		dealer.send(Route.PEER, LinkPeer.bytes("here"));
		assertThat(received.next()).isEqualTo("here");
		return dealer;
	}

	private Socket connect() throws Exception {
		return new Socket(InetAddress.getLoopbackAddress(), this.router.endpoint().port());
	}

	private void assertServes() throws InterruptedException {
		LinkPeer parent = new LinkPeer();
		Link dealer = this.loop.connectDealer(this.router.endpoint(), OPTIONS, parent).join();
		dealer.send(Route.PEER, LinkPeer.bytes("still there?"));
		String message = this.service.next();
		while (!"still there?".equals(message)) {
			message = this.service.next();
		}
		dealer.close().join();
	}

}

package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link HandshakeWatch}.
 */
@Timeout(120)
class HandshakeWatchTests {

	private static final LinkOptions OPTIONS = new LinkOptions(1 << 20, Duration.ZERO);

	private static final int GREETING_LENGTH = 64;

	/**
	 * JeroMQ forgets a connection by chance only; the more of them, the surer it does.
	 */
	private static final int CONNECTIONS = 150;

	private static final int READ_MILLIS = 10_000;

	/**
	 * JeroMQ and libzmq say the rest of their greeting when they have seen ours begin;
	 * ZeroMQ in Go and Rust says all of it at once.
	 */
	@Test
	void helpsConnectionsToPeersThatSayTheirWholeGreetingAtOnce() {
		assertThatNoException().as("a connection that stays silent times out")
			.isThrownBy(HandshakeWatchTests::connectManyTimes);
	}

	private static void connectManyTimes() throws IOException {
		IoLoop loop = IoLoop.acquire();
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(READ_MILLIS);
			for (int i = 0; i < CONNECTIONS; i++) {
				CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(() -> greet(server));
				Link link = loop.connectDealer(Endpoint.loopback(server.getLocalPort()), OPTIONS, new LinkPeer())
					.join();
				Socket peer = accepted.join();
				while (!isGreeted(peer)) {
					peer.close();
					peer = greet(server);
				}
				link.close().join(); // first, so that it does not connect once more
				peer.close();
			}
		}
		finally {
			loop.close();
		}
	}

	/**
	 * Wait for the greeting. JeroMQ gives a connection up now and then, with an end or a
	 * reset, and makes another: that is no silence, which is a timeout.
	 */
	private static boolean isGreeted(Socket peer) throws IOException {
		try {
			return peer.getInputStream().readNBytes(GREETING_LENGTH).length == GREETING_LENGTH;
		}
		catch (SocketException ex) {
			return false;
		}
	}

	/**
	 * Greet whoever connects, as soon as possible.
	 */
	private static Socket greet(ServerSocket server) {
		try {
			while (true) {
				Socket peer = server.accept();
				try {
					peer.setSoTimeout(READ_MILLIS);
					peer.getOutputStream().write(greeting());
					return peer;
				}
				catch (SocketException ex) {
					// Given up already.
					peer.close();
				}
			}
		}
		catch (IOException ex) {
			throw new CompletionException(ex);
		}
	}

	/**
	 * The greeting of ZMTP 3.0 with the mechanism NULL.
	 */
	private static byte[] greeting() {
		byte[] greeting = new byte[GREETING_LENGTH];
		greeting[0] = (byte) 0xff;
		greeting[9] = 0x7f;
		greeting[10] = 3;
		byte[] mechanism = "NULL".getBytes(StandardCharsets.US_ASCII);
		System.arraycopy(mechanism, 0, greeting, 12, mechanism.length);
		return greeting;
	}

}

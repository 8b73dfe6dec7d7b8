package io.multifrost.internal.jeromq;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.internal.DropReason;
import io.multifrost.internal.jeromq.curve.CurveKeys;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.sendqueue.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for who gets in by keys, and who does not.
 */
class CurveTests {

	private static final LinkOptions OPTIONS = new LinkOptions(1 << 20, Duration.ZERO);

	private static final String SERVER = CurveKeys.newSecretKey();

	private static final String CLIENT = CurveKeys.newSecretKey();

	private static final byte[] DEALER = CurveStranger.property("Socket-Type", "DEALER");

	private final IoLoop loop = IoLoop.acquire();

	private final LinkPeer service = new LinkPeer();

	private final Link router = serve(this.service, CurveKeys.publicKey(CLIENT)::equals);

	private final LinkPeer parent = new LinkPeer();

	private Link serve(LinkPeer peer, Predicate<String> allows) {
		LinkOptions options = OPTIONS.withSecurity(new SocketSecurity.Server(SERVER, allows));
		return this.loop.bindRouter(Endpoint.loopback(0), options, peer).join();
	}

	@AfterEach
	void closeLoop() {
		this.loop.close();
	}

	@Test
	void letsAnAllowedClientIn() throws InterruptedException {
		assertServes();
		assertThat(this.service.drops.count(DropReason.KEY)).isZero();
	}

	@Test
	void tellsAClientThatItsKeyIsNotAllowed() throws InterruptedException {
		connect(CurveKeys.newSecretKey(), CurveKeys.publicKey(SERVER), this.parent);
		await().until(() -> this.parent.keyRefused.get() == 1);
		await().until(() -> this.service.drops.count(DropReason.KEY) == 1);
		assertServes();
	}

	@Test
	void asksEachSocketForItsOwnClients() throws InterruptedException {
		LinkPeer open = new LinkPeer();
		Link other = serve(open, (key) -> true);
		String stranger = CurveKeys.newSecretKey();
		Link link = this.loop
			.connectDealer(other.endpoint(), client(stranger, CurveKeys.publicKey(SERVER)), this.parent)
			.join();
		link.send(Route.PEER, LinkPeer.bytes("here"));
		assertThat(open.next()).isEqualTo("here");
		connect(stranger, CurveKeys.publicKey(SERVER), new LinkPeer());
		await().until(() -> this.service.drops.count(DropReason.KEY) == 1);
		other.close().join();
		assertServes();
	}

	@Test
	void doesNotTalkToAServiceWithAnotherKey() throws InterruptedException {
		connect(CLIENT, CurveKeys.publicKey(CurveKeys.newSecretKey()), this.parent);
		await().until(() -> this.service.drops.count(DropReason.KEY) == 1);
		await().until(() -> this.parent.disconnected.get() == 1);
		assertServes();
	}

	@Test
	void letsNobodyInWithoutAKey() throws InterruptedException {
		Link link = this.loop.connectDealer(this.router.endpoint(), OPTIONS, this.parent).join();
		link.send(Route.PEER, LinkPeer.bytes("in clear"));
		await().until(() -> this.service.drops.count(DropReason.KEY) >= 1);
		assertServes();
	}

	@Test
	void doesNotTalkToAServiceWithoutAKey() {
		LinkPeer open = new LinkPeer();
		Link plain = this.loop.bindRouter(Endpoint.loopback(0), OPTIONS, open).join();
		Link link = this.loop.connectDealer(plain.endpoint(), client(CLIENT, CurveKeys.publicKey(SERVER)), this.parent)
			.join();
		link.send(Route.PEER, LinkPeer.bytes("secret"));
		await().until(() -> this.parent.disconnected.get() == 1);
		assertThat(open.received).isEmpty();
	}

	/**
	 * Versions of ZMTP before 3 know no keys; the first one had no number.
	 */
	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void letsNobodyInByAnOldVersion(int version) throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.router.endpoint().port())) {
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			if (version >= 0) {
				out.write(new byte[] { (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, (byte) version, 5 });
			}
			// An identity, a delimiter and a payload, as version 1 writes them.
			out.write(new byte[] { 1, 0, 1, 1, 5, 0, 'h', 'e', 'r', 'e' });
			out.flush();
			await().until(() -> this.service.drops.count(DropReason.KEY) == 1);
		}
		assertServes();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void doesNotTalkToAServiceOfAnOldVersion(int version) throws Exception {
		try (ServerSocket impostor = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Link link = this.loop
				.connectDealer(Endpoint.loopback(impostor.getLocalPort()), client(CLIENT, CurveKeys.publicKey(SERVER)),
						this.parent)
				.join();
			link.send(Route.PEER, LinkPeer.bytes("secret"));
			try (Socket socket = impostor.accept()) {
				socket.getOutputStream()
					.write(new byte[] { (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, (byte) version, 6, 0, 0 });
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
					.doesNotContain("secret");
			}
		}
	}

	/**
	 * Until the server has shown that it has its key, JeroMQ's client has no key to open
	 * a READY with but zeros.
	 */
	@Test
	void doesNotTakeAReadyForTheProof() throws Exception {
		try (ServerSocket impostor = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Link link = this.loop
				.connectDealer(Endpoint.loopback(impostor.getLocalPort()), client(CLIENT, CurveKeys.publicKey(SERVER)),
						this.parent)
				.join();
			link.send(Route.PEER, LinkPeer.bytes("secret"));
			try (Socket socket = impostor.accept()) {
				socket.setSoTimeout(20_000);
				DataInputStream in = new DataInputStream(socket.getInputStream());
				socket.getOutputStream().write(serverGreeting());
				in.readFully(new byte[64]);
				in.readFully(new byte[202]); // HELLO
				socket.getOutputStream().write(forgedReady());
				assertThat(in.readAllBytes()).as("what the client tells an impostor").isEmpty();
			}
		}
		await().until(() -> this.parent.disconnected.get() == 1);
	}

	private static byte[] serverGreeting() {
		byte[] greeting = CurveStranger.greeting();
		greeting[32] = 1;
		return greeting;
	}

	private static byte[] forgedReady() throws IOException {
		byte[] metadata = LinkPeer.bytes("\13Socket-Type\0\0\0\6ROUTER");
		byte[] nonce = LinkPeer.bytes("CurveZMQREADY---\0\0\0\0\0\0\0\1");
		byte[] plain = new byte[32 + metadata.length];
		System.arraycopy(metadata, 0, plain, 32, metadata.length);
		byte[] box = new byte[plain.length];
		curve25519xsalsa20poly1305.crypto_box_afternm(box, plain, plain.length, nonce, new byte[32]);
		byte[] body = Arrays.copyOfRange(box, 16, box.length);
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(new byte[] { 4, (byte) (14 + body.length), 5 });
		frame.write(LinkPeer.bytes("READY"));
		frame.write(nonce, 16, 8);
		frame.write(body);
		return frame.toByteArray();
	}

	@Test
	void outlivesClientsThatSayNothingOrAnything() throws Exception {
		byte[][] beginnings = { new byte[0], CurveStranger.greeting(), new byte[500] };
		for (byte[] beginning : beginnings) {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.router.endpoint().port())) {
				socket.getOutputStream().write(beginning);
				assertServes();
			}
		}
		await().until(() -> this.service.drops.count(DropReason.KEY) == beginnings.length);
	}

	/**
	 * JeroMQ has room for 256 bytes of it.
	 */
	@Test
	void endsAConnectionWithMoreMetadataThanThereIsRoomFor() throws Exception {
		byte[] tooMuch = CurveStranger.property("Identity", "x".repeat(250));
		try (CurveStranger silent = new CurveStranger(this.router.endpoint());
				CurveStranger stranger = new CurveStranger(this.router.endpoint())) {
			silent.greet(CurveKeys.publicKey(SERVER));
			stranger.greet(CurveKeys.publicKey(SERVER));
			stranger.initiate(CLIENT, CurveStranger.concat(DEALER, tooMuch));
			stranger.initiate(CLIENT, CurveStranger.concat(DEALER, tooMuch));
			assertThatIOException().isThrownBy(stranger::read);
			await().until(() -> this.service.drops.count(DropReason.KEY) >= 1);
			assertThat(this.service.drops.count(DropReason.KEY)).as("those that are ended, and not the one before")
				.isEqualTo(1);
		}
		assertServes();
	}

	@Test
	void closesTheLinkAloneThatCannotSayWhoMayTalk() throws InterruptedException {
		Link failing = serve(new LinkPeer(), (key) -> {
			throw new AssertionError("cannot say");
		});
		this.loop.connectDealer(failing.endpoint(), client(CLIENT, CurveKeys.publicKey(SERVER)), this.parent).join();
		failing.closed().join();
		assertServes();
	}

	/**
	 * The secret of each key with one of these is zero, so that a client needs to know
	 * none.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "0000000000000000000000000000000000000000000000000000000000000000",
			"0100000000000000000000000000000000000000000000000000000000000000",
			"cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
			"4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
			"d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
			"daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
			"dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
			"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
			"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
			"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
			"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f" })
	void letsNobodyInByAKeyThatIsNone(String key) throws Exception {
		Link open = serve(new LinkPeer(), (any) -> true);
		try (CurveStranger stranger = new CurveStranger(open.endpoint())) {
			assertThatIOException().isThrownBy(() -> stranger.greetWith(HexFormat.of().parseHex(key)));
		}
	}

	/**
	 * JeroMQ takes the address of a peer from what the peer says, where it says one.
	 */
	@Test
	void doesNotBelieveTheAddressThatAPeerNames() throws Exception {
		try (CurveStranger other = new CurveStranger(this.router.endpoint());
				CurveStranger peer = new CurveStranger(this.router.endpoint())) {
			assertThat(speak(other, DEALER).address()).isEqualTo(other.address());
			byte[] anothers = CurveStranger.property("Peer-Address", other.address());
			assertThat(speak(peer, CurveStranger.concat(DEALER, anothers)).address()).isNull();
		}
		try (CurveStranger peer = new CurveStranger(this.router.endpoint())) {
			byte[] nobodys = CurveStranger.property("Peer-Address", "192.0.2.1:1");
			assertThat(speak(peer, CurveStranger.concat(DEALER, nobodys)).address()).isNull();
		}
	}

	private Route speak(CurveStranger peer, byte[] metadata) throws Exception {
		peer.greet(CurveKeys.publicKey(SERVER));
		peer.initiate(CLIENT, metadata);
		peer.read();
		peer.send(true, new byte[0]);
		peer.send(false, LinkPeer.bytes("here"));
		assertThat(this.service.next()).isEqualTo("here");
		return this.service.routes.take();
	}

	private static LinkOptions client(String secretKey, String serverKey) {
		return OPTIONS.withSecurity(new SocketSecurity.Client(secretKey, serverKey));
	}

	private Link connect(String secretKey, String serverKey, LinkPeer peer) {
		Link link = this.loop.connectDealer(this.router.endpoint(), client(secretKey, serverKey), peer).join();
		link.send(Route.PEER, LinkPeer.bytes("secret"));
		return link;
	}

	private void assertServes() throws InterruptedException {
		LinkPeer known = new LinkPeer();
		Link link = this.loop.connectDealer(this.router.endpoint(), client(CLIENT, CurveKeys.publicKey(SERVER)), known)
			.join();
		link.send(Route.PEER, LinkPeer.bytes("call"));
		assertThat(this.service.next()).isEqualTo("call");
		this.router.send(this.service.routes.take(), LinkPeer.bytes("answer"));
		assertThat(known.next()).isEqualTo("answer");
		link.close().join();
	}

}

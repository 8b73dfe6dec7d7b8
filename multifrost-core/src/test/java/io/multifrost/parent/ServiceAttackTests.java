package io.multifrost.parent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.child.ChildWorker;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.Message.Shutdown;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.message.MessageIds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What strangers who reach a service's port can do to its other parents.
 */
@Timeout(300)
class ServiceAttackTests {

	/** Of conditions that come about in no time, unless the machine is very busy. */
	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/** All that a peer says before it has to wait for the other one. */
	private static final byte[] GREETING = Arrays
		.copyOf(new byte[] { (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, 'N', 'U', 'L', 'L' }, 64);

	/** All that a peer says before its first message. */
	private static final byte[] READY = "\4\51\5READY\13Socket-Type\0\0\0\6DEALER\10Identity\0\0\0\0"
		.getBytes(StandardCharsets.ISO_8859_1);

	private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	private final Functions functions = new Functions();

	private final ZContext strangers = new ZContext();

	@RegisterExtension
	private final TestServices services = new TestServices();

	@AfterEach
	void close() {
		this.functions.pass.release(100_000);
		this.strangers.close();
	}

	@Test
	void nobodyCanEndAServiceByAMessage() {
		ChildWorker service = this.services.serve("steady", this.functions);
		ZMQ.Socket stranger = connect("steady");
		send(stranger, this.codec.encode(new Shutdown(ProtocolVersion.V3, MessageIds.random(), Map.of())));
		await().untilAsserted(() -> assertThat(service.drops()).containsEntry("shutdown", 1L));
		assertThat(service.stopRequested()).isNotDone();
		assertThat(this.services.parent("steady").call("add", Integer.class, 1, 2)).isEqualTo(3);
	}

	@Test
	void aServiceEndsByAMessageWhereThatIsAllowed() {
		ChildWorker service = this.services.serve("obedient", this.functions, (builder) -> builder.allowShutdown(true));
		send(connect("obedient"), this.codec.encode(new Shutdown(ProtocolVersion.V3, MessageIds.random(), Map.of())));
		assertThat(service.stopRequested()).succeedsWithin(Duration.ofSeconds(20));
	}

	@Test
	void theCallsOfParentsThatAreGoneAreNotRun() {
		ChildWorker service = this.services.serve("busy", this.functions, (builder) -> builder.concurrency(2));
		List<ZMQ.Socket> connected = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			ZMQ.Socket stranger = connect("busy");
			for (int j = 0; j < 40; j++) {
				send(stranger, call("hold"));
			}
			send(stranger, this.codec.encode(new Heartbeat(ProtocolVersion.V3, MessageIds.random(), null, Map.of())));
			connected.add(stranger);
		}
		for (ZMQ.Socket stranger : connected) {
			stranger.setReceiveTimeOut((int) PATIENCE.toMillis());
			// Answered before any call, and after they all have arrived
			assertThat(stranger.recv()).as("the answer to the heartbeat").isNotNull();
		}
		await().atMost(PATIENCE).until(() -> this.functions.entered.get() == 2);
		try (ParentWorker parent = this.services.parent("busy")) {
			// Behind one call of each of the others
			var fair = parent.callAsync("add", Integer.class, 1, 2);
			this.strangers.close();
			await().atMost(PATIENCE).until(() -> service.cancelledCalls() == 398);
			this.functions.pass.release(50);
			assertThat(fair).succeedsWithin(PATIENCE).isEqualTo(3);
		}
		assertThat(this.functions.entered.get()).isEqualTo(2);
		assertThat(service.cancelledCalls()).isEqualTo(398);
	}

	@Test
	void aHalfGreetingIsClosedWithinSeconds() throws IOException {
		this.services.serve("brisk", this.functions);
		try (Socket half = new Socket(InetAddress.getLoopbackAddress(), this.services.port("brisk"))) {
			half.setSoTimeout(20_000);
			half.getOutputStream().write(GREETING, 0, 1);
			// Its own greeting, and then the end. JeroMQ's own bound is 30 s.
			assertThat(half.getInputStream().readAllBytes()).startsWith(0xff);
		}
	}

	@Test
	void twoThousandHalfGreetingsKeepNobodyOut() throws IOException {
		ChildWorker service = this.services.serve("open", this.functions);
		int port = this.services.port("open");
		List<Socket> strangers = new ArrayList<>();
		try {
			for (int i = 0; i < 2_000; i++) {
				say(strangers, port, GREETING, 1 + i % GREETING.length);
			}
			// Where it takes long to come to this, the first have been closed for their
			// time;
			// those who greet and say nothing stay
			while (service.drops().get("connection-limit") == 0 && strangers.size() < 3_001) {
				say(strangers, port, GREETING, GREETING.length);
				strangers.get(strangers.size() - 1).getOutputStream().write(READY);
			}
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(service.drops().get("connection-limit")).isPositive());
			ParentWorker parent = this.services.parent(this.services.connect("open").startTimeout(PATIENCE));
			assertThat(parent.call("add", Integer.class, 1, 2)).isEqualTo(3);
		}
		finally {
			for (Socket socket : strangers) {
				socket.close();
			}
		}
	}

	private static void say(List<Socket> strangers, int port, byte[] bytes, int length) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		strangers.add(socket);
		socket.getOutputStream().write(bytes, 0, length);
	}

	@Test
	void whoDoesNotReadLargeResultsIsDisconnectedAndTheOthersAreAnswered() throws Exception {
		Process service = LargeResultProgram.start(LargeResultProgram.class, "large", this.services.directory(),
				"-Xmx96m");
		try {
			await().atMost(Duration.ofSeconds(30)).until(() -> this.services.registry().find("large").isPresent());
			ParentWorker parent = this.services.parent("large");
			for (int round = 0; round < 2; round++) {
				for (int i = 0; i < 10; i++) {
					ZMQ.Socket deaf = connect("large");
					for (int j = 0; j < 20; j++) {
						send(deaf, call("large", 2_000_000));
					}
				}
				for (int i = 0; i < 10; i++) {
					assertThat(parent.callAsync("add", Integer.class, i, 2)).succeedsWithin(Duration.ofSeconds(30))
						.isEqualTo(i + 2);
				}
			}
			assertThat(parent.call("large", byte[].class, 2_000_000)).hasSize(2_000_000);
			service.destroy();
			assertThat(service.waitFor(15, TimeUnit.SECONDS)).isTrue();
			assertThat(this.services.directory().resolve("large.log")).content()
				.doesNotContain("The I/O thread ends", "OutOfMemoryError");
		}
		finally {
			service.destroyForcibly();
		}
	}

	@Test
	void aServiceThatLosesItsThreadUnregistersAndEndsWithACode() throws Exception {
		Process service = LargeResultProgram.start(LostLoopProgram.class, "lost", this.services.directory(), "-Xmx96m");
		try {
			await().atMost(Duration.ofSeconds(30)).until(() -> this.services.registry().find("lost").isPresent());
			send(connect("lost"), call("strike"));
			assertThat(service.waitFor(20, TimeUnit.SECONDS)).isTrue();
			assertThat(service.exitValue()).isEqualTo(1);
			assertThat(this.services.registry().find("lost")).isEmpty();
		}
		finally {
			service.destroyForcibly();
		}
	}

	private ZMQ.Socket connect(String id) {
		ZMQ.Socket socket = this.strangers.createSocket(SocketType.DEALER);
		socket.setLinger(0);
		socket.setRcvHWM(1);
		// JeroMQ can lose a connection that succeeds at once; it is made again then.
		socket.setHandshakeIvl(500);
		socket.setReceiveBufferSize(8192);
		socket.connect("tcp://127.0.0.1:" + this.services.port(id));
		return socket;
	}

	private byte[] call(String function, Object... arguments) {
		return this.codec.encodeCall(ProtocolVersion.V3, MessageIds.random(), function, arguments, "default", null,
				Map.of());
	}

	private static void send(ZMQ.Socket socket, byte[] payload) {
		assertThat(socket.sendMore(new byte[0]) && socket.send(payload)).isTrue();
	}

	/**
	 * What the services serve.
	 */
	public static class Functions {

		private final AtomicInteger entered = new AtomicInteger();

		private final Semaphore pass = new Semaphore(0);

		public int add(int a, int b) {
			return a + b;
		}

		public void hold() throws InterruptedException {
			this.entered.incrementAndGet();
			this.pass.acquire();
		}

	}

}

package io.multifrost.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.MessageLimitException;
import io.multifrost.ProtocolException;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.MessageIds;
import io.multifrost.parent.ParentWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of calls when what arrives is not what should.
 */
@Timeout(60)
class MessageFaultTests {

	private static final String APP = "comlink_ipc_v3";

	private static final byte[] SEVEN = { 7 };

	/** Announces bytes of 2 GB, of which none follows. */
	private static final byte[] TWO_GIGABYTES = { (byte) 0xc6, 0x7f, -1, -1, -1 };

	private final List<BrokenWorker> peers = new ArrayList<>();

	private final List<ParentWorker> parents = new ArrayList<>();

	@AfterEach
	void close() {
		this.parents.forEach(ParentWorker::close);
		this.peers.forEach(BrokenWorker::close);
	}

	@Test
	void garbageFrames() {
		ParentWorker worker = connect((call) -> List.of(new byte[][] { seven(call) }, new byte[][] { {}, {}, {}, {} },
				new byte[][] { { 1 }, seven(call) }, BrokenWorker.frames(new byte[0]),
				BrokenWorker.frames(new byte[] { (byte) 0xc1, -1, -1, -1 }), BrokenWorker.frames(seven(call))));
		assertThat(worker.call("any", Integer.class)).isEqualTo(7);
		assertDropped(worker, "frames", 3);
		assertDropped(worker, "malformed", 2);
		assertThat(worker.call("any", Integer.class)).isEqualTo(7);
	}

	@Test
	void wrongAppId() {
		AtomicReference<String> app = new AtomicReference<>("another");
		ParentWorker worker = connect(
				(call) -> List.of(BrokenWorker.frames(BrokenWorker.response("another", "id of nobody", SEVEN)),
						BrokenWorker.frames(BrokenWorker.response(app.get(), call.id(), SEVEN))));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> worker.call("any", Integer.class))
			.withMessageContaining("names the app \"another\"");
		assertDropped(worker, "app", 1);
		app.set(APP);
		assertThat(worker.call("any", Integer.class)).isEqualTo(7);
	}

	@Test
	void truncatedMsgpack() {
		AtomicInteger length = new AtomicInteger();
		ParentWorker worker = connect(
				(call) -> List.of(BrokenWorker.frames(Arrays.copyOf(seven(call), length.getAndIncrement())),
						BrokenWorker.frames(seven(call))));
		// Its last byte is the result: a message that was cut is dropped unless its id
		// still tells whose answer it was.
		int cuts = BrokenWorker.response(APP, MessageIds.random(), SEVEN).length;
		int failed = 0;
		for (int i = 0; i < cuts; i++) {
			try {
				assertThat(worker.call("any", Integer.class)).isEqualTo(7);
			}
			catch (ProtocolException ex) {
				assertThat(ex).hasMessageContaining("cannot be read");
				failed++;
			}
		}
		assertThat(failed).isPositive();
		assertDropped(worker, "malformed", cuts - failed);
		assertThat(worker.call("any", Integer.class)).isEqualTo(7);
	}

	@Test
	void lyingLength() {
		ParentWorker worker = connect((call) -> answer(call, call.function().equals("sound") ? SEVEN : TWO_GIGABYTES));
		for (int i = 0; i < 200; i++) {
			assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> worker.call("lie", byte[].class));
		}
		assertThat(worker.call("sound", Integer.class)).isEqualTo(7);
		assertThat(worker.inFlight()).isZero();
	}

	@Test
	void deepNesting() {
		byte[] deep = new byte[10_001];
		Arrays.fill(deep, (byte) 0x91);
		deep[10_000] = 7;
		ParentWorker worker = connect((call) -> answer(call, call.function().equals("sound") ? SEVEN : deep));
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> worker.call("nest", Object.class))
			.withCauseInstanceOf(MessageLimitException.class);
		assertThat(worker.call("sound", Integer.class)).isEqualTo(7);
	}

	@Test
	void duplicateReply() {
		AtomicInteger calls = new AtomicInteger();
		ParentWorker worker = connect((call) -> {
			byte[][] answer = answer(call, new byte[] { (byte) calls.incrementAndGet() }).get(0);
			return List.of(answer, answer, answer);
		});
		for (int i = 1; i <= 100; i++) {
			assertThat(worker.call("any", Integer.class)).isEqualTo(i);
		}
		assertDropped(worker, "unknown-id", 200);
	}

	@Test
	void replyToAForeignId() throws Exception {
		AtomicReference<Call> held = new AtomicReference<>();
		ParentWorker victim = connect((call) -> {
			Call before = held.getAndSet(call);
			return (before != null) ? answer(before, SEVEN) : List.of();
		});
		ParentWorker thief = connect((call) -> List.of(answer(held.get(), new byte[] { 1 }).get(0),
				BrokenWorker.frames(BrokenWorker.response(APP, "id of nobody", new byte[] { 2 })),
				BrokenWorker.frames(seven(call))));
		CompletableFuture<Integer> first = victim.callAsync("any", Integer.class);
		await().until(() -> held.get() != null);
		assertThat(thief.call("any", Integer.class)).isEqualTo(7);
		assertDropped(thief, "unknown-id", 2);
		assertThat(first).isNotDone();
		victim.callAsync("any", Integer.class);
		assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(7);
	}

	@Test
	void aStrangerOnThePort() {
		ParentWorker worker = FaultyWorker.spawn().build();
		this.parents.add(worker.start());
		AtomicInteger stolen = new AtomicInteger();
		this.peers.add(new BrokenWorker(worker.snapshot().instances().get(0).endpoint(), (call) -> {
			stolen.incrementAndGet();
			return answer(call, SEVEN);
		}));
		await().atMost(Duration.ofSeconds(20)).until(() -> worker.snapshot().dropped().get("stranger") > 0);
		for (int i = 0; i < 200; i++) {
			assertThat(worker.call("add", Integer.class, i, 1000)).isEqualTo(i + 1000);
		}
		assertThat(stolen).hasValue(0);
		assertThat(worker.snapshot().restarts()).isZero();
	}

	private ParentWorker connect(Function<Call, List<byte[][]>> answers) {
		BrokenWorker peer = new BrokenWorker(answers);
		this.peers.add(peer);
		ParentWorker worker = ParentWorker.connectTo(peer.endpoint()).callTimeout(Duration.ofSeconds(20)).build();
		this.parents.add(worker);
		return worker.start();
	}

	private static List<byte[][]> answer(Call call, byte[] result) {
		return List.<byte[][]>of(BrokenWorker.frames(BrokenWorker.response(APP, call.id(), result)));
	}

	private static byte[] seven(Call call) {
		return BrokenWorker.response(APP, call.id(), SEVEN);
	}

	private static void assertDropped(ParentWorker worker, String reason, long count) {
		await().untilAsserted(() -> assertThat(worker.snapshot().dropped()).containsEntry(reason, count));
	}

}

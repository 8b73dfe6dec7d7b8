package io.multifrost.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.CallTimeoutException;
import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Progress;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.CallProgress;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of calls when reports of their progress are not what they should be, nor
 * those who listen to them.
 */
@Timeout(60)
class ProgressFaultTests {

	private static final byte[] SEVEN = { 7 };

	private final MessageCodec codec = new MessageCodec(new CodecLimits(64 << 20, 64 << 20, 100_000, 100));

	private final List<CallProgress> told = new CopyOnWriteArrayList<>();

	private final List<AutoCloseable> open = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (int i = this.open.size() - 1; i >= 0; i--) {
			this.open.get(i).close();
		}
	}

	@Test
	void onlyTheNewestReportOfAFloodWaitsForABusyListener() {
		int reports = 900;
		CompletableFuture<Void> release = new CompletableFuture<>();
		ParentWorker worker = start(connect((call) -> {
			List<byte[][]> flood = new ArrayList<>();
			IntStream.rangeClosed(1, reports).forEach((done) -> flood.add(report(call, Map.of("done", done))));
			flood.add(answer(call));
			return flood;
		}));
		assertThat(worker.call(listening((progress) -> {
			release.join();
			this.told.add(progress);
		}), "flood", Integer.class)).isEqualTo(7);
		release.complete(null);
		await().until(() -> !this.told.isEmpty() && this.told.get(this.told.size() - 1).done() == reports);
		assertThat(this.told).hasSizeLessThanOrEqualTo(2);
		assertDropped(worker, "unknown-id", 0);
	}

	@Test
	void whatComesAfterTheEndOfACallIsDroppedAndCountedOnce() {
		ParentWorker worker = start(connect((call) -> List.of(report(call, Map.of("done", 1)), answer(call),
				report(call, Map.of("done", 2)), report(call, Map.of("done", 3)))));
		assertThat(worker.call(listening(this.told::add), "any", Integer.class)).isEqualTo(7);
		assertDropped(worker, "unknown-id", 2);
		await().until(() -> !this.told.isEmpty());
		assertThat(this.told).extracting(CallProgress::done).containsExactly(1.0);
	}

	@Test
	void whatNobodyHasAskedForIsDropped() {
		ParentWorker worker = start(connect((call) -> List.of(report(call, Map.of("done", 1)), answer(call))));
		assertThat(worker.call("any", Integer.class)).isEqualTo(7);
		assertDropped(worker, "unexpected", 1);
		assertDropped(worker, "unknown-id", 0);
	}

	@Test
	void aMalformedReportIsDroppedAndItsCallGoesOn() {
		Map<String, @Nullable Object> nothing = new HashMap<>();
		nothing.put("done", null);
		List<Map<String, ?>> malformed = List.of(Map.of(), nothing, Map.of("done", "1"), Map.of("done", Double.NaN),
				Map.of("done", 1, "total", List.of()), Map.of("done", 1, "message", 7),
				Map.of("done", 1, "message", "x".repeat(11 << 20)));
		ParentWorker worker = start(connect((call) -> {
			List<byte[][]> messages = new ArrayList<>();
			malformed.forEach((metadata) -> messages.add(report(call, metadata)));
			messages.add(report(call, Map.of("done", 1, "message", "x".repeat(2000))));
			messages.add(answer(call));
			return messages;
		}));
		assertThat(worker.call(listening(this.told::add), "any", Integer.class)).isEqualTo(7);
		assertDropped(worker, "malformed", malformed.size());
		await().until(() -> !this.told.isEmpty());
		assertThat(this.told).singleElement().satisfies((progress) -> {
			assertThat(progress.function()).isEqualTo("any");
			assertThat(progress.total()).isNull();
			assertThat(progress.message()).isEqualTo("x".repeat(1024));
		});
	}

	@Test
	void whatAListenerThrowsDoesNoHarm() {
		List<String> threads = new CopyOnWriteArrayList<>();
		ParentWorker worker = start(connect((call) -> List.of(report(call, Map.of("done", 1)), answer(call)))
			.progressListener((name, progress) -> {
				threads.add(Thread.currentThread().getName());
				throw new StackOverflowError("on purpose");
			})
			.progressListener((name, progress) -> this.told.add(progress)));
		for (int i = 0; i < 3; i++) {
			int before = i;
			assertThat(worker.call(listening((progress) -> {
				throw new IllegalStateException("on purpose");
			}), "any", Integer.class)).isEqualTo(7);
			await().until(() -> this.told.size() > before);
		}
		assertThat(threads).hasSize(3).allMatch((name) -> name.startsWith("multifrost-callback-"));
	}

	@Test
	void reportsGiveACallNoMoreTime() {
		ParentWorker worker = start(connect((call) -> List.<byte[][]>of(report(call, Map.of("done", 1)))));
		CallOptions options = listening(this.told::add).withTimeout(Duration.ofMillis(300));
		assertThat(worker.callAsync(options, "any", Integer.class)).failsWithin(20, TimeUnit.SECONDS)
			.withThrowableThat()
			.withCauseInstanceOf(CallTimeoutException.class);
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> worker.call(options, "any", Integer.class));
		await().until(() -> this.told.size() == 2);
	}

	@Test
	void reportsAreAskedForOnlyWhereSomebodyListens() {
		List<Map<String, @Nullable Object>> metadata = new CopyOnWriteArrayList<>();
		ParentWorker worker = start(connect((call) -> {
			metadata.add(call.metadata());
			return List.<byte[][]>of(answer(call));
		}).callTimeout(Duration.ZERO));
		worker.call("any", Integer.class);
		worker.call(listening(this.told::add), "any", Integer.class);
		assertThat(metadata).containsExactly(Map.of(), Map.of("accept", List.of("progress")));
	}

	private static CallOptions listening(Consumer<CallProgress> listener) {
		return CallOptions.DEFAULTS.onProgress(listener);
	}

	private ParentWorkerBuilder connect(Function<Call, List<byte[][]>> answers) {
		BrokenWorker peer = new BrokenWorker(answers);
		this.open.add(peer);
		return ParentWorker.connectTo(peer.endpoint()).callTimeout(Duration.ofSeconds(20));
	}

	private ParentWorker start(ParentWorkerBuilder builder) {
		ParentWorker worker = builder.build();
		this.open.add(worker);
		return worker.start();
	}

	private byte[][] report(Call call, Map<String, ?> metadata) {
		return BrokenWorker
			.frames(this.codec.encode(new Progress(ProtocolVersion.V3, call.id(), new HashMap<>(metadata))));
	}

	private static byte[][] answer(Call call) {
		return BrokenWorker.frames(BrokenWorker.response("comlink_ipc_v3", call.id(), SEVEN));
	}

	private static void assertDropped(ParentWorker worker, String reason, long count) {
		await().untilAsserted(() -> assertThat(worker.snapshot().dropped()).containsEntry(reason, count));
	}

}

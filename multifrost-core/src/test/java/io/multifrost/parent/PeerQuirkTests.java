package io.multifrost.parent;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.CallTimeoutException;
import io.multifrost.support.Python;
import io.multifrost.support.RequiresPython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What workers of the other implementations do differently from the protocol, each done
 * by a worker that behaves like them.
 */
@RequiresPython
@Timeout(120)
class PeerQuirkTests {

	private static final HeartbeatSettings OFTEN = new HeartbeatSettings(Duration.ofMillis(50), Duration.ofMillis(50),
			1000);

	@ParameterizedTest
	@ValueSource(strings = { "nodejs", "python", "nulls", "rust", "ready" })
	void heartbeatsCountWhateverTheirAnswersCarry(String quirk) {
		AtomicInteger answered = new AtomicInteger();
		try (ParentWorker worker = peer(quirk).heartbeat(OFTEN).listener(new ParentWorkerListener() {

			@Override
			public void onHeartbeat(WorkerInstance instance, Duration roundTrip) {
				assertThat(roundTrip).isPositive();
				answered.incrementAndGet();
			}

		}).start()) {
			await().until(() -> answered.get() >= 3);
			assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
		}
	}

	@Test
	void wholeFloatsOfNodeFitLongsAndAreFloatsWhereNoTypeIsAskedFor() {
		try (ParentWorker worker = peer("nodejs").start()) {
			assertThat(worker.call("echo", Long.class, 1L << 40)).isEqualTo(1L << 40);
			assertThat(worker.call("echo", Object.class, 1L << 40)).isEqualTo(0x1p40);
			assertThat(worker.call("echo", Object.class, 1 << 30)).isEqualTo(1L << 30);
		}
	}

	@Test
	void whatPythonLeavesOutIsNull() {
		try (ParentWorker worker = peer("python").start()) {
			assertThat(worker.call("echo", String.class, (Object) null)).isNull();
			assertThat(worker.call("echo", Double.class, Double.NaN)).isNull();
			assertThat(worker.call("echo", Object.class, Double.NEGATIVE_INFINITY)).isNull();
		}
	}

	@Test
	void whatPythonClampsIsTheLargestLong() {
		BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
		try (ParentWorker worker = peer("python").start(); ParentWorker exact = peer("").start()) {
			assertThat(worker.call("echo", Long.class, largest)).isEqualTo(Long.MAX_VALUE);
			assertThat(exact.call("echo", BigInteger.class, largest)).isEqualTo(largest);
		}
	}

	@Test
	void outputOfPythonIsTakenWithoutAnId() {
		List<String> stdout = new CopyOnWriteArrayList<>();
		try (ParentWorker worker = peer("python").onStdout(stdout::add).start()) {
			worker.call("send_stdout", Void.class, "no id");
			await().until(() -> stdout.contains("no id"));
		}
	}

	@Test
	void binaryArgumentsGetLostInRustAndNothingElseDoes() {
		CallOptions impatient = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(300));
		byte[] bytes = { 1, 2 };
		try (ParentWorker worker = peer("rust").start()) {
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> worker.call(impatient, "echo", byte[].class, bytes));
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> worker.call(impatient, "echo", Map.class, Map.of("deep", List.of(bytes))));
			// An array of numbers gets through, and comes back as bytes too.
			assertThat(worker.call("echo", byte[].class, List.of(1, 2))).isEqualTo(bytes);
			assertThat(worker.call("big", byte[].class, 3)).hasSize(3);
			assertThat(worker.inFlight()).isZero();
		}
	}

	private static ParentWorkerBuilder peer(String quirk) {
		return ParentWorker.spawn(Python.peer("peer_worker.py").toString())
			.executable(Python.executable().toString())
			.environment("PEER_QUIRK", quirk)
			.name("peer");
	}

}

package io.multifrost.sample.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.multifrost.CallTimeoutException;
import io.multifrost.RemoteCallException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.FunctionCall;
import io.multifrost.parent.ParentWorker;
import io.multifrost.process.WorkerCommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the generators of the sample's Node.js worker.
 */
class NodeStreamsTests {

	private static final Path PROGRAM = Peer.ROOT.resolve("target/peers/node/workers/node/math_worker.js");

	private static final List<String> output = new CopyOnWriteArrayList<>();

	private static ParentWorker node;

	@BeforeAll
	static void start() {
		boolean there = Files.exists(PROGRAM);
		assertThat(there || !Boolean.getBoolean("interop.required")).as("with -Pinterop no test may be skipped")
			.isTrue();
		assumeThat(there).as("Node.js worker").isTrue();
		node = ParentWorker.spawn(WorkerCommand.of("node", PROGRAM.toString()))
			.callTimeout(Duration.ofSeconds(30))
			.onStderr(output::add)
			.start();
	}

	@AfterAll
	static void stop() {
		if (node != null) {
			node.close();
		}
	}

	@Test
	void aGeneratorIsStreamedInOrder() {
		assertThat(node.stream("countdown", int.class, 100))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 100).map((item) -> 101 - item).boxed().toList());
		assertThat(node.stream("countdown", int.class, 0)).isEmpty();
		assertThat(node.stream("add", int.class, 1, 2)).containsExactly(3);
	}

	@Test
	void whoeverAsksForOneResultGetsAllItems() {
		assertThat(node.call("countdown", Object.class, 3)).isEqualTo(List.of(3L, 2L, 1L));
	}

	@Test
	void theGeneratorEndsWithItsReader() {
		try (Stream<Integer> items = node.stream("countdown", int.class, 1_000_001)) {
			Iterator<Integer> iterator = items.iterator();
			assertThat(iterator.next()).isEqualTo(1_000_001);
			assertThat(node.call("add", int.class, 1, 2)).as("others do not notice").isEqualTo(3);
		}
		await().until(() -> output.contains("countdown from 1000001 is over"));
		assertThat(node.inFlight()).isZero();
	}

	@Test
	void theDeadlineEndsAGeneratorThatWaitsForItsReader() {
		FunctionCall<Integer> call = FunctionCall.of("countdown", int.class, 1_000_002);
		try (Stream<Integer> items = node
			.stream(call.withOptions(CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(300))))) {
			Iterator<Integer> iterator = items.iterator();
			assertThat(iterator.next()).isEqualTo(1_000_002);
			await().until(() -> output.contains("countdown from 1000002 is over"));
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> iterator.forEachRemaining((item) -> assertThat(item).isPositive()));
		}
	}

	@Test
	void anErrorEndsTheStream() {
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> node.stream("factorial", long.class, 21).toList())
			.withMessageContaining("does not fit");
	}

}

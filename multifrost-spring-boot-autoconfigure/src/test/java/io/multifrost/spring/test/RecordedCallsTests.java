package io.multifrost.spring.test;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestContextManager;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.example.MathClient;

import static io.multifrost.spring.test.RecordedCalls.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RecordedCalls}, and for what classes share that have one worker.
 */
@MultifrostTest
@ExtendWith(OutputCaptureExtension.class)
class RecordedCallsTests {

	static final MultifrostTestWorker math = MultifrostTestWorker.of("math",
			Map.of("add", (args) -> args.get(0, Long.class) + args.get(1, Long.class), "take", (args) -> null));

	@Autowired
	private MathClient client;

	@Autowired
	private ParentWorkers workers;

	@BeforeEach
	void forget() {
		verify(math).forget();
	}

	@Test
	void verifiesCallsByTheirArguments() {
		this.client.add(1, 2);
		this.client.add(1, 2);
		this.client.add(3, 4);
		verify(math).called("add", 3, 4);
		verify(math).called(2, "add", 1L, 2L);
		verify(math).called(0, "add", 4, 3);
		verify(math).neverCalled("take");
		assertThat(verify(math).all()).extracting(RecordedCalls.Call::function).containsExactly("add", "add", "add");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> verify(math).called("add", 1, 3))
			.withMessage("Worker 'math' was called 0 times, not 1, with add(1, 3); all calls: "
					+ "add(1, 2), add(1, 2), add(3, 4)");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> verify(math).neverCalled("add"));
	}

	@Test
	void comparesWhatTravels() {
		ParentWorker worker = this.workers.get("math");
		worker.call("take", Void.class, new Point(1, 2), List.of("a"), null, 0.5);
		verify(math).called("take", new Point(1, 2), List.of("a"), null, 0.5);
		verify(math).called("take", Map.of("x", 1, "y", 2L), new String[] { "a" }, null, 0.5);
	}

	@Test
	void anObjectHasToBeVerifiedItself() {
		MultifrostTestWorker object = MultifrostTestWorker.of("object", new Adder());
		assertThatIllegalStateException().isThrownBy(() -> verify(object))
			.withMessageContaining("Verify those of the object");
	}

	@Test
	void classesThatShareAWorkerShareTheContext(CapturedOutput output) throws Exception {
		Object first = new TestContextManager(First.class).getTestContext().getApplicationContext();
		Object second = new TestContextManager(Second.class).getTestContext().getApplicationContext();
		Object other = new TestContextManager(Other.class).getTestContext().getApplicationContext();
		assertThat(first).isSameAs(second).isNotSameAs(other);
		assertThat(output).contains("Clients of this test: MathClient (worker 'math')");
	}

	record Point(int x, int y) {
	}

	static class Adder {

		public long add(long a, long b) {
			return a + b;
		}

	}

	abstract static class SharedWorker {

		static final MultifrostTestWorker shared = MultifrostTestWorker.of("math", Map.of("add", (args) -> 7));

	}

	@MultifrostTest
	static class First extends SharedWorker {

	}

	@MultifrostTest
	static class Second extends SharedWorker {

	}

	@MultifrostTest
	static class Other {

		static final MultifrostTestWorker own = MultifrostTestWorker.of("math", Map.of("add", (args) -> 8));

	}

}

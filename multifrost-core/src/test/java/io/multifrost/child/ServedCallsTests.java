package io.multifrost.child;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.CodecLimits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a worker answers, told by a parent that may say anything.
 */
@Timeout(60)
class ServedCallsTests {

	private final RawParent parent = new RawParent();

	private ChildWorker worker;

	@BeforeEach
	void start() {
		this.worker = this.parent.start(new Functions());
	}

	@AfterEach
	void stop() {
		this.parent.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "comlink_ipc_v3", "comlink_ipc_v4" })
	void answersInTheVersionOfTheCall(String app) {
		this.parent.speaking(app);
		Map<String, Object> response = this.parent.ask("add", 1, 2);
		assertThat(response).containsEntry("app", app).containsEntry("type", "response").containsEntry("result", 3L);
		assertThat(response.get("timestamp")).isInstanceOf(Double.class);
		assertThat(this.parent.ask("fail", "on purpose")).containsEntry("app", app).containsEntry("type", "error");
		assertThat(this.parent.answerTo(this.parent.send(this.parent.message("heartbeat")))).containsEntry("app", app)
			.containsEntry("type", "heartbeat");
	}

	@Test
	void answersEachCallInItsOwnVersion() {
		String third = this.parent.call("add", 1, 2);
		this.parent.speaking("comlink_ipc_v4");
		String fourth = this.parent.call("add", 3, 4);
		assertThat(this.parent.answerTo(third)).containsEntry("app", "comlink_ipc_v3").containsEntry("result", 3L);
		assertThat(this.parent.answerTo(fourth)).containsEntry("app", "comlink_ipc_v4").containsEntry("result", 7L);
	}

	@Test
	void sendsAnExplicitNullForNoResult() {
		assertThat(this.parent.ask("nothing")).containsEntry("type", "response").containsEntry("result", null);
	}

	@Test
	void refusesACallWithoutFunction() {
		Map<String, Object> call = this.parent.message("add", List.of(1, 2));
		call.remove("function");
		assertError(call, "Message missing 'function' field");
		call.put("function", "");
		assertError(call, "Message missing 'function' field");
		call.put("function", null);
		assertError(call, "Message missing 'function' field");
	}

	@Test
	void answersACallWithoutIdWithAnEmptyOne() {
		Map<String, Object> call = this.parent.message("add", List.of(1, 2));
		call.remove("id");
		this.parent.send(call);
		assertThat(this.parent.next()).containsEntry("id", "")
			.containsEntry("type", "error")
			.containsEntry("error", "Message missing 'id' field");
	}

	@Test
	void refusesAFunctionThatItDoesNotHave() {
		assertThat(this.parent.ask("missing")).containsEntry("error", "Function 'missing' not found");
		assertThat(this.parent.ask("toString")).containsEntry("error", "Function 'toString' not found");
	}

	@Test
	void refusesAPrivateNameWhetherThereIsOneOrNot() {
		assertThat(this.parent.ask("_secret")).containsEntry("error", "Cannot call private method '_secret'");
		assertThat(this.parent.ask("_")).containsEntry("error", "Cannot call private method '_'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "listFunctions", "list_functions" })
	void listsItsFunctions(String name) {
		assertThat(this.parent.ask(name)).containsEntry("type", "response")
			.containsEntry("result",
					Stream.of(Functions.class.getDeclaredMethods())
						.filter((method) -> !method.isSynthetic())
						.map(Method::getName)
						.sorted()
						.toList());
	}

	@Test
	void leavesOtherNamespacesUnanswered() {
		Map<String, Object> foreign = this.parent.message("add", List.of(1, 2));
		foreign.put("namespace", "other");
		Map<String, Object> unnamed = this.parent.message("add", List.of(1, 2));
		unnamed.remove("namespace");
		this.parent.send(foreign);
		foreign.put("function", "missing");
		this.parent.send(foreign);
		assertThat(this.parent.answerTo(this.parent.send(unnamed))).containsEntry("result", 3L);
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void servesTheNamespaceThatItWasGiven() {
		try (RawParent other = new RawParent()) {
			other.start(new Functions(), (builder) -> builder.namespace("math"));
			other.call("add", 1, 2);
			Map<String, Object> call = other.message("add", List.of(3, 4));
			call.put("namespace", "math");
			assertThat(other.answerTo(other.send(call))).containsEntry("result", 7L);
			assertThat(other.stop()).isEmpty();
		}
	}

	@Test
	void leavesOtherApplicationsUnanswered() {
		for (Object app : Arrays.asList("comlink_ipc_v5", "", 3, null)) {
			Map<String, Object> foreign = this.parent.message("add", List.of(1, 2));
			foreign.put("app", app);
			this.parent.send(foreign);
			foreign.remove("app");
			this.parent.send(foreign);
			foreign.put("type", "shutdown");
			foreign.put("app", app);
			this.parent.send(foreign);
		}
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		assertThat(this.worker.stopRequested()).isNotDone();
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void tellsWhatAFunctionThrew() {
		String error = error(this.parent.ask("fail", "on\npurpose"));
		assertThat(error.lines()).first().isEqualTo("IllegalArgumentException: on purpose");
		assertThat(error).contains("\tat " + Functions.class.getName() + ".fail(");
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.lang.AssertionError", "java.lang.StackOverflowError",
			"java.lang.InterruptedException", "java.io.IOException", "java.lang.ThreadDeath" })
	void survivesWhateverAFunctionThrows(String type) {
		assertThat(error(this.parent.ask("raise", type)))
			.startsWith(type.substring(type.lastIndexOf('.') + 1) + ": no message\n" + type);
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
	}

	@Test
	void survivesAStackThatOverflows() {
		assertThat(error(this.parent.ask("recurse", 1))).startsWith("StackOverflowError: no message");
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
	}

	@Test
	void doesNotCarryAnInterruptFromOneCallToTheNext() {
		try (RawParent other = new RawParent()) {
			other.start(new Functions(), (builder) -> builder.concurrency(1));
			assertThat(other.ask("interruptItself")).containsEntry("type", "response");
			assertThat(other.ask("isInterrupted")).containsEntry("result", false);
		}
	}

	@Test
	void refusesArgumentsThatDoNotFit() {
		assertThat(error(this.parent.ask("add", 1)))
			.isEqualTo("ValueConversionException: Function 'add': expects 2 arguments (long, long) but got 1");
		assertThat(error(this.parent.ask("add", 1, 2, 3))).contains("Function 'add'", "but got 3");
		assertThat(error(this.parent.ask("add", 1, "two"))).startsWith("ValueConversionException: ")
			.contains("Function 'add'", "argument 2", "string", "long");
		assertThat(error(this.parent.ask("add", 1, 1.5))).contains("argument 2");
	}

	@Test
	void refusesArgumentsThatAreNoArray() {
		Map<String, Object> call = this.parent.message("add", List.of());
		for (Object arguments : List.of(Map.of("a", 1, "b", 2), "12", 12)) {
			call.put("args", arguments);
			assertThat(error(this.parent.answerTo(this.parent.send(call)))).contains("Function 'add'", "'args'",
					"array");
		}
	}

	@Test
	void takesNoArgumentsWhereTheyAreLeftOut() {
		Map<String, Object> call = this.parent.message("nothing", List.of());
		call.remove("args");
		assertThat(this.parent.answerTo(this.parent.send(call))).containsEntry("type", "response");
		call.put("args", null);
		assertThat(this.parent.answerTo(this.parent.send(call))).containsEntry("type", "response");
	}

	@Test
	void answersACallThatItCannotReadByItsId() {
		Map<String, Object> call = this.parent.message("add", List.of(1, 2));
		call.put("function", 5);
		Map<String, Object> answer = this.parent.answerTo(this.parent.send(call));
		assertThat(answer).containsEntry("app", "comlink_ipc_v3");
		assertThat(error(answer)).startsWith("ProtocolException: ").contains("'function'", "string");
		// In the version that its parent spoke last: its own cannot be known.
		this.parent.speaking("comlink_ipc_v4");
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		assertThat(this.parent.answerTo(this.parent.send(call))).containsEntry("app", "comlink_ipc_v4");
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
	}

	@Test
	void answersWhatAStageBecomes() throws InterruptedException {
		Functions.stage = new CompletableFuture<>();
		String id = this.parent.call("later");
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		Functions.stage.complete("done");
		assertThat(this.parent.answerTo(id)).containsEntry("result", "done");
	}

	@Test
	void tellsWhyAStageFailed() {
		Functions.stage = CompletableFuture
			.failedFuture(new CompletionException(new IllegalStateException("on purpose")));
		assertThat(error(this.parent.ask("later"))).startsWith("IllegalStateException: on purpose\n");
		Functions.stage = CompletableFuture.failedFuture(new CompletionException("alone", null));
		assertThat(error(this.parent.ask("later"))).startsWith("CompletionException: alone\n");
		Functions.stage = new CompletableFuture<>();
		Functions.stage.cancel(true);
		assertThat(error(this.parent.ask("later"))).startsWith("CancellationException: ");
	}

	@Test
	void answersOnceWhateverAStageDoes() {
		Functions.stage = new CompletableFuture<>().orTimeout(10, TimeUnit.MILLISECONDS);
		assertThat(error(this.parent.ask("later"))).startsWith("TimeoutException");
		Functions.stage.obtrudeValue("again");
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void refusesAResultThatHasNoFormOnTheWire() {
		assertThat(error(this.parent.ask("huge"))).startsWith("ValueConversionException: ").contains("result");
		Functions.stage = CompletableFuture.completedFuture(new Functions().huge());
		assertThat(error(this.parent.ask("later"))).startsWith("ValueConversionException: ").contains("result");
		assertThat(this.parent.ask("add", 1, 2)).containsEntry("result", 3L);
	}

	@Test
	void answersWhereAResultFailsWhileItIsWritten() {
		assertThat(error(this.parent.ask("failing"))).contains("written on purpose");
		Functions.stage = CompletableFuture.completedFuture(new Functions().failing());
		assertThat(error(this.parent.ask("later"))).contains("written on purpose");
	}

	@Test
	void refusesAResultBeyondTheLimits() {
		CodecLimits limits = CodecLimits.DEFAULTS.withMaxValueSize(1000).withMaxMessageSize(2000).withMaxEntries(16);
		try (RawParent other = new RawParent()) {
			ChildWorker limited = other.start(new Functions(), (builder) -> builder.limits(limits));
			assertThat(other.ask("text", 1000)).containsEntry("type", "response");
			assertThat(error(other.ask("text", 1001))).startsWith("MessageLimitException: ")
				.contains("max-value-size", "1001", "1000");
			assertThat(error(other.ask("texts", 17, 1))).contains("max-entries");
			assertThat(error(other.ask("texts", 3, 900))).contains("max-message-size");
			assertThat(other.ask("add", 1, 2)).containsEntry("result", 3L);
			assertThat(limited.stopRequested()).isNotDone();
		}
	}

	@Test
	void cutsErrorsThatWouldNotFitTheLimits() {
		CodecLimits limits = CodecLimits.DEFAULTS.withMaxValueSize(64).withMaxMessageSize(400);
		try (RawParent other = new RawParent()) {
			other.start(new Functions(), (builder) -> builder.limits(limits));
			assertThat(error(other.ask("fail", "ö".repeat(30)))).startsWith("IllegalArgumentException: öö")
				.hasSizeLessThanOrEqualTo(64);
			assertThat(error(other.ask("fail", "a".repeat(64)))).startsWith("IllegalArgumentException: aaa");
			assertThat(error(other.ask("x".repeat(64)))).startsWith("Function 'xxx");
			assertThat(error(other.ask("_" + "x".repeat(63)))).startsWith("Cannot call private method '_xxx");
			Map<String, Object> unreadable = other.message("add", List.of());
			unreadable.put("function", "x".repeat(65));
			assertThat(error(other.answerTo(other.send(unreadable)))).startsWith("ProtocolException: ");
			assertThat(other.stop()).isEmpty();
		}
	}

	@Test
	void forwardsWhatFunctionsPrint() {
		try (RawParent other = new RawParent()) {
			other.start(new Functions(), (builder) -> builder.forwardOutput(true));
			String id = other.call("print", "one\r\ntwo\nthree");
			assertThat(other.answerTo(id)).containsEntry("type", "response");
			assertThat(other.ask("print", "")).containsEntry("type", "response");
			assertThat(other.outputs()).extracting((message) -> message.get("output"))
				.containsExactly("one", "two", "three");
			assertThat(other.outputs())
				.allSatisfy((message) -> assertThat(message).containsEntry("type", "stdout").containsEntry("id", id));
		}
	}

	@Test
	void cutsLongLinesBetweenCharacters() {
		try (RawParent other = new RawParent()) {
			other.start(new Functions(), (builder) -> builder.forwardOutput(true));
			for (String text : List.of("é".repeat(10_000), "x" + "é".repeat(10_000), "xyz" + "😀".repeat(5_000))) {
				other.outputs().clear();
				other.ask("print", text + "\n");
				assertThat(other.outputs()).hasSizeGreaterThan(1);
				assertThat(String.join("",
						other.outputs().stream().map((message) -> (String) message.get("output")).toList()))
					.isEqualTo(text);
			}
		}
	}

	@Test
	void losesOutputBeyondTheLimitsRatherThanTheResult() {
		CodecLimits limits = CodecLimits.DEFAULTS.withMaxValueSize(64);
		try (RawParent other = new RawParent()) {
			other.start(new Functions(), (builder) -> builder.limits(limits).forwardOutput(true));
			for (int i = 0; i < 2; i++) {
				// As "x" would be a value beyond the limit itself, the function makes it.
				assertThat(other.ask("printMuch", 65, i == 0)).containsEntry("type", "response");
			}
			assertThat(other.ask("print", "short")).containsEntry("type", "response");
			assertThat(other.outputs()).extracting((message) -> message.get("output")).contains("short");
		}
	}

	private void assertError(Map<String, Object> call, String error) {
		assertThat(this.parent.answerTo(this.parent.send(call))).containsEntry("type", "error")
			.containsEntry("error", error)
			.doesNotContainKey("result");
	}

	private static String error(Map<String, Object> answer) {
		assertThat(answer).containsEntry("type", "error");
		return (String) answer.get("error");
	}

	/**
	 * What the worker serves.
	 */
	public static class Functions {

		private static volatile CompletableFuture<Object> stage = new CompletableFuture<>();

		public long add(long a, long b) {
			return a + b;
		}

		public void nothing() {
		}

		public void fail(String message) {
			throw new IllegalArgumentException(message);
		}

		public void raise(String type) throws Throwable {
			throw (Throwable) Class.forName(type).getConstructor().newInstance();
		}

		public long recurse(long value) {
			return recurse(value + 1) + 1;
		}

		public void interruptItself() {
			Thread.currentThread().interrupt();
		}

		public boolean isInterrupted() {
			return Thread.currentThread().isInterrupted();
		}

		public CompletionStage<Object> later() {
			return stage;
		}

		public void print(String text) {
			System.out.print(text);
		}

		public void printMuch(int length, boolean line) {
			System.out.print("x".repeat(length) + (line ? "\n" : ""));
		}

		public BigInteger huge() {
			return BigInteger.TWO.pow(70);
		}

		public String text(int length) {
			return "x".repeat(length);
		}

		public List<String> texts(int count, int length) {
			return Collections.nCopies(count, "x".repeat(length));
		}

		public List<String> failing() {
			return new AbstractList<>() {
				@Override
				public String get(int index) {
					throw new IllegalStateException("written on purpose");
				}

				@Override
				public int size() {
					return 1;
				}
			};
		}

	}

}

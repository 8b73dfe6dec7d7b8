package io.multifrost.child;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a worker does with streams of a parent that breaks their rules, and of functions
 * that fail.
 */
@Timeout(60)
class StreamAttackTests {

	private static final long MAX = Integer.MAX_VALUE;

	private final RawParent parent = new RawParent();

	private final Functions functions = new Functions();

	@AfterEach
	void stop() {
		this.functions.release.countDown();
		this.parent.close();
	}

	@Test
	void noMoreIsSentThanCreditIsGiven() {
		start();
		String id = stream(2, "endless");
		assertThat(items(2)).containsExactly(0L, 1L);
		assertThat(this.parent.ask("plain")).as("nothing else has come").containsEntry("result", 7L);
		credit(id, 1);
		assertThat(items(1)).containsExactly(2L);
		cancel(id);
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(1));
		credit(id, 5);
		assertThat(this.parent.stop()).as("nothing comes after the cancel").isEmpty();
	}

	@Test
	void itemsTravelTogetherWhereThatIsAskedFor() {
		start();
		Map<String, Object> call = this.parent.message("endless", List.of());
		call.put("metadata", Map.of("stream", Map.of("credit", 1000, "batch", true)));
		this.parent.send(call);
		long next = 0;
		boolean together = false;
		while (next < 1000) {
			Map<String, Object> message = this.parent.next();
			assertThat(message).containsEntry("type", "item").containsEntry("seq", next);
			List<?> results = (List<?>) message.getOrDefault("results", Arrays.asList(message.get("result")));
			for (Object result : results) {
				assertThat(result).isEqualTo(next++);
			}
			together |= results.size() > 1;
		}
		assertThat(together).isTrue();
	}

	@Test
	void creditBeyondAllNumbersEndsNothing() {
		start();
		String early = stream(MAX, "held", 3);
		for (int i = 0; i < 10; i++) {
			credit(early, MAX);
			credit(early, 1L << 60);
		}
		this.functions.release.countDown();
		assertThat(items(3)).containsExactly(0L, 1L, 2L);
		assertThat(this.parent.next()).containsEntry("type", "response").containsEntry("seq", 3L);
		String late = stream(1, "held", 3);
		assertThat(items(1)).containsExactly(0L);
		credit(late, MAX);
		credit(late, MAX);
		assertThat(items(2)).containsExactly(1L, 2L);
		assertThat(this.parent.next()).containsEntry("type", "response").containsEntry("id", late);
	}

	@Test
	void creditThatIsNoneFailsItsStreamOnce() {
		start();
		String id = stream(1, "endless");
		assertThat(items(1)).containsExactly(0L);
		credit(id, -3);
		assertThat(this.parent.next()).containsEntry("type", "error")
			.containsEntry("id", id)
			.hasEntrySatisfying("error", (error) -> assertThat((String) error).contains("'count'"));
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(1));
		credit(id, 0);
		credit(id, 10);
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void wishesThatAreNoneAreRefused() {
		start();
		for (Object wish : List.of(7, Map.of(), Map.of("credit", 0), Map.of("credit", "many"),
				Map.of("credit", 1L << 40))) {
			Map<String, Object> call = this.parent.message("endless", List.of());
			call.put("metadata", Map.of("stream", wish));
			assertThat(error(this.parent.send(call))).contains("'stream'");
		}
		for (Object upload : List.of(7, List.of(7), List.of(Map.of()), List.of(Map.of("argument", -1)),
				List.of(Map.of("argument", 0), Map.of("argument", 0)))) {
			assertThat(error(upload("sum", upload))).contains("'upload'");
		}
		assertThat(error(upload("sum", List.of(Map.of("argument", 1))))).contains("argument 2");
		assertThat(error(
				upload("sum", IntStream.range(0, 50_000).mapToObj((index) -> Map.of("argument", index)).toList())))
			.contains("1 argument");
		assertThat(error(upload("plainSum", List.of(Map.of("argument", 0))))).contains("argument 1", "long");
		assertThat(error(upload("sum", List.of(Map.of("argument", 0, "bytes", true))))).contains("chunks of bytes");
	}

	@Test
	void itemsBesideTheRulesFailTheirArgument() {
		start();
		for (Map<String, Object> bad : List.of(item(3, 7), items(0, 17), item(0, null, "seq", -1),
				item(0, 1, "results", 7))) {
			String id = upload("sum", List.of(Map.of("argument", 0)));
			assertThat(this.parent.next()).containsEntry("type", "credit").containsEntry("count", 16L);
			bad.put("id", id);
			this.parent.send(bad);
			assertThat(this.parent.next()).containsEntry("type", "error").containsEntry("id", id);
		}
		assertThat(this.parent.stop()).as("each has ended once").isEmpty();
	}

	@Test
	void emptyMessagesAndWhatBelongsToNothingChangesNothing() {
		start();
		String id = upload("sum", List.of(Map.of("argument", 0)));
		assertThat(this.parent.next()).containsEntry("type", "credit").containsEntry("argument", 0L);
		for (int i = 0; i < 1000; i++) {
			sendFor(id, items(0, 0));
		}
		sendFor("nobody's", item(0, 1));
		sendFor(id, item(0, 1, "argument", 5));
		sendFor(id, item(0, 40));
		sendFor(id, items(1, 2));
		sendFor(id, end(3));
		assertThat(this.parent.next()).containsEntry("type", "response").containsEntry("result", 42L);
		sendFor(id, item(3, 1));
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void anArgumentThatEndsTooEarlyFails() {
		start();
		String id = upload("sum", List.of(Map.of("argument", 0)));
		this.parent.next();
		sendFor(id, end(2));
		assertThat(error(id)).contains("some are missing");
		String failed = upload("sum", List.of(Map.of("argument", 0)));
		this.parent.next();
		Map<String, Object> failure = this.parent.message("error");
		failure.putAll(Map.of("argument", 0, "error", "OSError: disk"));
		sendFor(failed, failure);
		assertThat(error(failed)).contains("argument 1", "OSError: disk");
	}

	@Test
	void anArgumentMayEndBeforeItIsAskedFor() {
		this.parent.start(this.functions, (builder) -> builder.concurrency(1));
		String busy = this.parent.call("wait");
		String id = upload("sum", List.of(Map.of("argument", 0)));
		sendFor(id, end(0));
		// Answered behind it: the worker has read it before the function runs.
		this.parent.answerTo(this.parent.send(this.parent.message("heartbeat")));
		this.functions.release.countDown();
		this.parent.answerTo(busy);
		assertThat(this.parent.answerTo(id)).containsEntry("result", 0L);
	}

	@Test
	void streamsThatNobodyReadsLeaveRoomForCallsAndEndWithTheirParent() {
		start();
		int most = 5_000;
		for (int i = 0; i < most; i++) {
			stream(1, "endless");
		}
		for (int i = 0; i < most; i++) {
			assertThat(this.parent.next()).containsEntry("type", "item");
		}
		assertThat(error(stream(1, "endless"))).contains("overloaded: 5000 streams of this parent are open");
		assertThat(this.parent.ask("plain")).containsEntry("result", 7L);
		this.parent.die();
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(most));
	}

	@Test
	void aLostConnectionEndsStreamsWithAnError() {
		start();
		String id = stream(1, "endless");
		assertThat(items(1)).containsExactly(0L);
		int port = this.parent.port();
		this.parent.die();
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(1));
		try (RawParent again = new RawParent(port)) {
			assertThat(again.answerTo(id)).containsEntry("type", "error")
				.hasEntrySatisfying("error", (error) -> assertThat((String) error).contains("connection was lost"));
		}
	}

	@Test
	void theDeadlineEndsAStreamOnce() {
		start();
		Map<String, Object> call = this.parent.message("endless", List.of());
		call.put("metadata",
				Map.of("stream", Map.of("credit", 1), "deadline", System.currentTimeMillis() / 1000.0 + 0.2));
		String id = this.parent.send(call);
		assertThat(items(1)).containsExactly(0L);
		assertThat(error(id)).startsWith("DeadlineExceeded: ");
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(1));
		credit(id, 5);
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void theDeadlineEndsAFunctionThatWaitsForAnArgument() {
		start();
		Map<String, Object> call = this.parent.message("sumOfList", Arrays.asList((Object) null));
		call.put("metadata", Map.of("upload", List.of(Map.of("argument", 0)), "deadline",
				System.currentTimeMillis() / 1000.0 + 0.2));
		String id = this.parent.send(call);
		assertThat(this.parent.next()).containsEntry("type", "credit");
		assertThat(this.parent.next()).containsEntry("id", id)
			.hasEntrySatisfying("error", (error) -> assertThat((String) error).startsWith("DeadlineExceeded: "));
	}

	@Test
	void aWorkerThatStopsClosesItsStreams() {
		this.parent.start(this.functions,
				(builder) -> builder.concurrency(1).drainTimeout(java.time.Duration.ofMillis(50)));
		for (int i = 0; i < 100; i++) {
			stream(1, "endless");
		}
		assertThat(items(100)).hasSize(100);
		List<Map<String, Object>> rest = this.parent.stop();
		assertThat(rest).hasSize(100)
			.allSatisfy((answer) -> assertThat((String) answer.get("error")).startsWith("Worker is stopping"));
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(100));
	}

	@ParameterizedTest
	@ValueSource(strings = { "failsInHasNext", "failsInNext", "failsInClose", "failsInSubscribe", "failsInRead",
			"failsInMap" })
	void errorsOfUsersCodeEndTheirStreamOnce(String function) {
		start();
		String id = stream(100, function);
		assertThat(error(id)).contains("Error: struck");
		String whole = this.parent.call(function);
		assertThat(error(whole)).contains("Error: struck");
		assertThat(this.parent.ask("plain")).containsEntry("result", 7L);
		assertThat(this.parent.stop()).isEmpty();
	}

	@Test
	void aPublisherThatPaysNoHeedToWhatIsAskedForFails() {
		start();
		String id = stream(2, "flood");
		assertThat(items(2)).containsExactly(0L, 1L);
		assertThat(error(id)).contains("more items than it was asked for");
		assertThat(this.functions.closed).hasValue(1);
	}

	@Test
	void whatAStreamPrintsBelongsToItsCall() {
		this.parent.start(this.functions, (builder) -> builder.forwardOutput(true));
		String id = stream(2, "printing");
		List<Object> types = new ArrayList<>();
		while (!types.contains("response")) {
			Map<String, Object> message = this.parent.next();
			assertThat(message).containsEntry("id", id);
			types.add(message.get("type"));
		}
		assertThat(types).contains("stdout");
	}

	@Test
	void itemsNearTheLimitsOfMessagesAreSent() {
		start();
		Map<String, Object> call = this.parent.message("large", List.of());
		call.put("metadata", Map.of("stream", Map.of("credit", 100, "batch", true)));
		String id = this.parent.send(call);
		long next = 0;
		for (Map<String, Object> message = this.parent.next(); message.get("type")
			.equals("item"); message = this.parent.next()) {
			assertThat(message).containsEntry("id", id).containsEntry("seq", next);
			next += (message.get("results") instanceof List<?> results) ? results.size() : 1;
		}
		assertThat(next).isEqualTo(30);
	}

	@Test
	void aPlainCallOfALargeStreamFailsBeforeItIsInMemory() {
		start();
		assertThat(error(this.parent.call("huge"))).contains("max-message-size");
		assertThat(this.functions.made.get()).isLessThan(200);
		assertThat(error(this.parent.call("endless"))).contains("max-entries");
		assertThat(this.functions.closed).hasValue(2);
	}

	private void start() {
		this.parent.start(this.functions, (builder) -> builder.concurrency(4));
	}

	private String stream(long credit, String function, Object... arguments) {
		Map<String, Object> call = this.parent.message(function, List.of(arguments));
		call.put("metadata", Map.of("stream", Map.of("credit", credit)));
		return this.parent.send(call);
	}

	private String upload(String function, Object upload) {
		Map<String, Object> call = this.parent.message(function, Arrays.asList((Object) null));
		call.put("metadata", Map.of("upload", upload));
		return this.parent.send(call);
	}

	private List<Object> items(int count) {
		List<Object> items = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Map<String, Object> message = this.parent.next();
			assertThat(message).containsEntry("type", "item");
			items.add(message.get("result"));
		}
		return items;
	}

	private Map<String, Object> item(long seq, Object value, Object... more) {
		Map<String, Object> item = this.parent.message("item");
		item.put("argument", 0);
		item.put("seq", seq);
		item.put("result", value);
		for (int i = 0; i < more.length; i += 2) {
			item.put((String) more[i], more[i + 1]);
		}
		return item;
	}

	private Map<String, Object> items(long seq, int count) {
		Map<String, Object> items = item(seq, null, "results", java.util.Collections.nCopies(count, 1L));
		items.remove("result");
		return items;
	}

	private Map<String, Object> end(long seq) {
		Map<String, Object> end = this.parent.message("response");
		end.put("argument", 0);
		end.put("seq", seq);
		end.put("result", null);
		return end;
	}

	private void sendFor(String id, Map<String, Object> message) {
		message.put("id", id);
		this.parent.send(message);
	}

	private void credit(String id, long count) {
		Map<String, Object> credit = this.parent.message("credit");
		credit.put("count", count);
		sendFor(id, credit);
	}

	private void cancel(String id) {
		sendFor(id, this.parent.message("cancel"));
	}

	private String error(String id) {
		Map<String, Object> answer = this.parent.answerTo(id);
		assertThat(answer).containsEntry("type", "error");
		return (String) answer.get("error");
	}

	/**
	 * What the worker serves.
	 */
	public static class Functions {

		private final CountDownLatch release = new CountDownLatch(1);

		private final AtomicInteger closed = new AtomicInteger();

		private final AtomicInteger made = new AtomicInteger();

		public int plain() {
			return 7;
		}

		public void wait(CallContext context) throws InterruptedException {
			this.release.await();
		}

		public Stream<Integer> endless() {
			return Stream.iterate(0, (item) -> item + 1).onClose(this.closed::incrementAndGet);
		}

		public Stream<Integer> held(int number) throws InterruptedException {
			this.release.await();
			return IntStream.range(0, number).boxed();
		}

		public long sum(Iterator<Long> numbers) {
			long sum = 0;
			while (numbers.hasNext()) {
				sum += numbers.next();
			}
			return sum;
		}

		public long sumOfList(List<Long> numbers) {
			return numbers.stream().mapToLong(Long::longValue).sum();
		}

		public long plainSum(long number) {
			return number;
		}

		public Iterator<Integer> failsInHasNext() {
			return new Struck() {

				@Override
				public boolean hasNext() {
					throw new AssertionError("struck");
				}

			};
		}

		public Iterator<Integer> failsInNext() {
			return new Struck();
		}

		public Stream<Integer> failsInClose() {
			return Stream.<Integer>empty().onClose(() -> {
				throw new AssertionError("struck");
			});
		}

		public Flow.Publisher<Integer> failsInSubscribe() {
			return (subscriber) -> {
				throw new AssertionError("struck");
			};
		}

		public InputStream failsInRead() {
			return new InputStream() {

				@Override
				public int read() throws IOException {
					throw new AssertionError("struck");
				}

			};
		}

		public Stream<Integer> failsInMap() {
			return Stream.of(1).map((item) -> {
				throw new StackOverflowError("struck");
			});
		}

		public Flow.Publisher<Integer> flood() {
			return (subscriber) -> subscriber.onSubscribe(new Flow.Subscription() {

				@Override
				public void request(long count) {
					for (int i = 0; i < count + 5; i++) {
						subscriber.onNext(i);
					}
				}

				@Override
				public void cancel() {
					Functions.this.closed.incrementAndGet();
				}

			});
		}

		public Stream<Integer> printing() {
			return Stream.of(1).peek((item) -> System.out.println("item " + item));
		}

		public Stream<Object> large() {
			// Together they would be more than a message may have.
			byte[] almost = new byte[10 * 1024 * 1024];
			List<Object> six = java.util.Collections.nCopies(6, almost);
			byte[] rest = new byte[64 * 1024 * 1024 - 6 * (almost.length + 5) - 1000];
			List<Object> most = new ArrayList<>(six);
			most.add(rest);
			return IntStream.range(0, 30).mapToObj((index) -> (index == 29) ? most : new byte[1000]);
		}

		public Stream<byte[]> huge() {
			return Stream.generate(() -> {
				this.made.incrementAndGet();
				return new byte[1024 * 1024];
			}).onClose(this.closed::incrementAndGet);
		}

	}

	private static class Struck implements Iterator<Integer> {

		@Override
		public boolean hasNext() {
			return true;
		}

		@Override
		public Integer next() {
			throw new AssertionError("struck");
		}

	}

}

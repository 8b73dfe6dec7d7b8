package io.multifrost.child;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a worker does with streams of a parent that breaks their rules, and of functions
 * that fail.
 */
@Timeout(60)
class StreamAttackTests extends StreamAttack {

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

}

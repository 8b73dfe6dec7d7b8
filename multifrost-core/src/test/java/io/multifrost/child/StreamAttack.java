package io.multifrost.child;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A parent that speaks the protocol by itself to a worker whose functions stream.
 */
abstract class StreamAttack {

	static final long MAX = Integer.MAX_VALUE;

	final RawParent parent = new RawParent();

	final StreamAttackFunctions functions = new StreamAttackFunctions();

	@AfterEach
	void stop() {
		this.functions.release.countDown();
		this.parent.close();
	}

	void start() {
		this.parent.start(this.functions, (builder) -> builder.concurrency(4));
	}

	String stream(long credit, String function, Object... arguments) {
		Map<String, Object> call = this.parent.message(function, List.of(arguments));
		call.put("metadata", Map.of("stream", Map.of("credit", credit)));
		return this.parent.send(call);
	}

	String upload(String function, Object upload) {
		Map<String, Object> call = this.parent.message(function, Arrays.asList((Object) null));
		call.put("metadata", Map.of("upload", upload));
		return this.parent.send(call);
	}

	List<Object> items(int count) {
		List<Object> items = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Map<String, Object> message = this.parent.next();
			assertThat(message).containsEntry("type", "item");
			items.add(message.get("result"));
		}
		return items;
	}

	Map<String, Object> item(long seq, Object value, Object... more) {
		Map<String, Object> item = this.parent.message("item");
		item.put("argument", 0);
		item.put("seq", seq);
		item.put("result", value);
		for (int i = 0; i < more.length; i += 2) {
			item.put((String) more[i], more[i + 1]);
		}
		return item;
	}

	Map<String, Object> items(long seq, int count) {
		Map<String, Object> items = item(seq, null, "results", java.util.Collections.nCopies(count, 1L));
		items.remove("result");
		return items;
	}

	Map<String, Object> end(long seq) {
		Map<String, Object> end = this.parent.message("response");
		end.put("argument", 0);
		end.put("seq", seq);
		end.put("result", null);
		return end;
	}

	void sendFor(String id, Map<String, Object> message) {
		message.put("id", id);
		this.parent.send(message);
	}

	void credit(String id, long count) {
		Map<String, Object> credit = this.parent.message("credit");
		credit.put("count", count);
		sendFor(id, credit);
	}

	void cancel(String id) {
		sendFor(id, this.parent.message("cancel"));
	}

	String error(String id) {
		Map<String, Object> answer = this.parent.answerTo(id);
		assertThat(answer).containsEntry("type", "error");
		return (String) answer.get("error");
	}

}

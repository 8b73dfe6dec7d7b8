package io.multifrost.child;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how streams of a worker end.
 */
@Timeout(60)
class StreamEndTests extends StreamAttack {

	@Test
	void theDeadlineEndsAStreamOnce() {
		start();
		Map<String, Object> call = this.parent.message("endless", List.of());
		call.put("metadata",
				Map.of("stream", Map.of("credit", 1), "deadline", System.currentTimeMillis() / 1000.0 + 2));
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
		call.put("metadata",
				Map.of("upload", List.of(Map.of("argument", 0)), "deadline", System.currentTimeMillis() / 1000.0 + 2));
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

}

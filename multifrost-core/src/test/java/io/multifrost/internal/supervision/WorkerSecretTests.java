package io.multifrost.internal.supervision;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.multifrost.parent.JavaTestWorker;
import io.multifrost.parent.MessageInspector.MessageEvent;
import io.multifrost.parent.ParentWorker;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerSecret}.
 */
class WorkerSecretTests {

	private final WorkerSecret secret = WorkerSecret.random();

	@Test
	void believesWhoRepeatsItAndWhoKnowsNothingOfIt() {
		assertThat(this.secret.isKnownWhereItMustBe(Map.of("secret", this.secret.value(), "features", List.of())))
			.isTrue();
		assertThat(this.secret.isKnownWhereItMustBe(Map.of("hb_response", true))).isTrue();
	}

	@Test
	void refusesWhoNamesFeaturesWithoutItOrWithAnother() {
		assertThat(this.secret.isKnownWhereItMustBe(Map.of("features", List.of()))).isFalse();
		assertThat(this.secret.isKnownWhereItMustBe(Map.of("secret", WorkerSecret.random().value()))).isFalse();
		assertThat(this.secret.isKnownWhereItMustBe(Map.of("secret", 1))).isFalse();
	}

	@Test
	void isNotShown() {
		assertThat(this.secret.toString()).doesNotContain(this.secret.value());
	}

	@Test
	void aJavaWorkerRepeatsItWithEachHeartbeat() throws Exception {
		try (ParentWorker worker = JavaTestWorker.spawn().messageInspector((event) -> {
			if (event.type().equals("heartbeat") && event.direction() == MessageEvent.Direction.IN) {
				this.answers.add(event.preview());
			}
		}).start()) {
			assertThat(worker.call("add", Long.class, 1, 2)).isEqualTo(3);
			assertThat(this.answers.take()).contains("secret").contains("features");
		}
	}

	private final java.util.concurrent.BlockingQueue<String> answers = new java.util.concurrent.LinkedBlockingQueue<>();

}

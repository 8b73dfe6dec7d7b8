package io.multifrost.parent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import io.multifrost.RemoteCallException;
import io.multifrost.parent.MessageInspector.MessageEvent;
import io.multifrost.parent.MessageInspector.MessageEvent.Direction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link MessageInspector}.
 */
class MessageInspectorTests {

	private final List<MessageEvent> messages = new CopyOnWriteArrayList<>();

	@Test
	void seesMessagesOfBothDirections() {
		try (ParentWorker worker = InProcess.spawn(new JavaTestWorker()).messageInspector(this.messages::add).start()) {
			worker.call("add", Long.class, 10, 20);
			assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> worker.call("nope", Void.class));
			await().until(() -> this.messages.stream().anyMatch((message) -> "error".equals(message.type())));
		}
		MessageEvent call = find(Direction.OUT, "call");
		assertThat(call.worker()).isEqualTo("in-process");
		assertThat(call.function()).isEqualTo("add");
		assertThat(call.preview()).isEqualTo("[10, 20]");
		assertThat(call.size()).isGreaterThan(50);
		MessageEvent response = find(Direction.IN, "response");
		assertThat(response.id()).isEqualTo(call.id());
		assertThat(response.preview()).isEqualTo("30");
		assertThat(find(Direction.IN, "error").preview()).contains("nope");
		assertThat(find(Direction.OUT, "heartbeat").function()).isNull();
	}

	@Test
	void cutsLargeValues() {
		try (ParentWorker worker = InProcess.spawn(new JavaTestWorker()).messageInspector(this.messages::add).start()) {
			assertThatExceptionOfType(RemoteCallException.class)
				.isThrownBy(() -> worker.call("nope", Void.class, "x".repeat(1_000_000)));
			await().until(() -> this.messages.stream().anyMatch((message) -> "call".equals(message.type())));
		}
		MessageEvent call = find(Direction.OUT, "call");
		assertThat(call.size()).isGreaterThan(1_000_000);
		assertThat(call.preview()).startsWith("[\"xxx").hasSizeLessThan(250);
	}

	@Test
	void cannotBreakOrDelayACall() {
		CountDownLatch release = new CountDownLatch(1);
		try (ParentWorker worker = InProcess.spawn(new JavaTestWorker())
			.callbackExecutor((task) -> new Thread(task).start())
			.messageInspector((message) -> {
				awaitQuietly(release);
				this.messages.add(message);
				if (this.messages.size() == 1) {
					throw new IllegalStateException("inspector");
				}
			})
			.start()) {
			for (int i = 0; i < 600; i++) {
				assertThat(worker.call("add", Long.class, i, 1)).isEqualTo(i + 1L);
			}
			assertThat(this.messages).isEmpty();
			release.countDown();
			await().until(() -> this.messages.size() >= 1000);
		}
		assertThat(this.messages).as("more have come than may wait").hasSizeLessThan(1200);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private MessageEvent find(Direction direction, String type) {
		return this.messages.stream()
			.filter((message) -> message.direction() == direction && message.type().equals(type))
			.findFirst()
			.orElseThrow();
	}

}

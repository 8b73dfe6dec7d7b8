package io.multifrost.internal.supervision;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.multifrost.MultifrostException;
import io.multifrost.ProtocolVersion;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.callback.Notifier;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Generation}.
 */
class GenerationTests {

	@Test
	void letsItsProcessGoThoughTheLoopHasEnded() {
		await("the ends of workers of other tests").until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().equals("multifrost-io")));
		Life life = new Life(TestSettings.of(ParentWorker.spawn("worker")));
		life.loop().close();
		try (IoLoop next = IoLoop.acquire()) {
			assertThat(next).as("the loop has ended").isNotSameAs(life.loop());
			life.destroy();
		}
		assertThat(life.released).isTrue();
		assertThat(life.pending().isOpen()).isFalse();
	}

	@Test
	void knowsTheFeaturesThatItsWorkerNamesFirst() {
		Life life = new Life(TestSettings.of(ParentWorker.spawn("worker")));
		try {
			assertThat(life.heartbeats().features()).isEmpty();
			life.heartbeats()
				.onAnswer(answer(Map.of("hb_response", true, "features", List.of("describe", "stream", 7))));
			assertThat(life.heartbeats().features()).containsExactlyInAnyOrder("describe", "stream");
			life.heartbeats().onAnswer(answer(Map.of("features", List.of("other"))));
			assertThat(life.heartbeats().features()).containsExactlyInAnyOrder("describe", "stream");
		}
		finally {
			life.destroy();
		}
	}

	@Test
	void asksNoMoreWhenItIsOver() {
		Life life = new Life(TestSettings.of(ParentWorker.spawn("worker")));
		life.loop().schedule(Duration.ZERO, life::onConnected);
		await().until(() -> life.statistics.bytesSent() > 0);
		life.destroy();
		long sent = life.statistics.bytesSent();
		life.heartbeats().probe();
		assertThat(life.statistics.bytesSent()).as("a heartbeat for a link that is closed").isEqualTo(sent);
	}

	@Test
	void namesTheFailureOfItsLinkAlsoWhereThatHasNoMessage() {
		Life life = new Life(TestSettings.of(ParentWorker.spawn("worker")));
		try {
			life.onLinkFailure(new StackOverflowError());
			assertThat(life.cause().get()).isInstanceOf(WorkerUnavailableException.class)
				.hasMessageContaining("its connection cannot be served any more: java.lang.StackOverflowError");
		}
		finally {
			life.destroy();
		}
	}

	private static Heartbeat answer(Map<String, Object> metadata) {
		return new Heartbeat(ProtocolVersion.V3, "id", null, metadata);
	}

	/**
	 * A life that never is ready.
	 */
	private static final class Life extends Generation {

		private final WorkerStatistics statistics;

		private boolean released;

		Life(ParentSettings settings) {
			this(settings, new WorkerStatistics());
		}

		private Life(ParentSettings settings, WorkerStatistics statistics) {
			super(new InstanceContext(settings, 1, null, new MessageCodec(settings.limits()),
					new Notifier(settings.name(), settings.listeners(), settings.callbackExecutor()), statistics),
					new Listener() {

						@Override
						public void onEnd(Generation generation) {
						}

						@Override
						public void onStopping(Generation generation) {
						}

						@Override
						public void onRecyclingDue(Generation generation) {
						}

					});
			this.statistics = statistics;
			use(loop().bindDealer(Endpoint.loopback(0), settings().linkOptions(), this).join());
		}

		@Override
		void start() {
			throw new UnsupportedOperationException();
		}

		@Override
		void stop() {
			destroy();
		}

		@Override
		Supplier<MultifrostException> causeOfEnd() {
			return this::startCancelled;
		}

		@Override
		MultifrostException startCancelled() {
			return new MultifrostException("The life is over");
		}

		@Override
		void onUnresponsive() {
		}

		@Override
		public Long pid() {
			return null;
		}

		@Override
		void release() {
			this.released = true;
		}

	}

}

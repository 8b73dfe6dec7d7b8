package io.multifrost.parent;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.multifrost.MultifrostException;
import io.multifrost.internal.transport.Endpoint;
import io.multifrost.internal.transport.IoLoop;
import io.multifrost.message.MessageCodec;

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
		Life life = new Life(ParentWorker.spawn("worker").settings());
		life.loop().close();
		try (IoLoop next = IoLoop.acquire()) {
			assertThat(next).as("the loop has ended").isNotSameAs(life.loop());
			life.destroy();
		}
		assertThat(life.released).isTrue();
		assertThat(life.isOpen()).isFalse();
	}

	/**
	 * A life that never is ready.
	 */
	private static final class Life extends Generation {

		private boolean released;

		Life(ParentSettings settings) {
			super(new InstanceContext(settings, 1, new MessageCodec(settings.limits()),
					new Notifier(settings.name(), settings.listeners(), settings.callbackExecutor()),
					new WorkerStatistics()), new Listener() {

						@Override
						public void onEnd(Generation generation) {
						}

						@Override
						public void onWornOut(Generation generation) {
						}

					});
			use(loop().bindDealer(Endpoint.loopback(0), linkOptions(), this).join());
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
		Long pid() {
			return null;
		}

		@Override
		void release() {
			this.released = true;
		}

	}

}

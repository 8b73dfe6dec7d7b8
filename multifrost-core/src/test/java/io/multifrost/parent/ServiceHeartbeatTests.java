package io.multifrost.parent;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolException;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.jeromq.Endpoint;
import io.multifrost.internal.jeromq.IoLoop;
import io.multifrost.internal.jeromq.Link;
import io.multifrost.internal.jeromq.LinkListener;
import io.multifrost.internal.jeromq.LinkOptions;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.Message.Heartbeat;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sendqueue.Route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for how a connected {@link ParentWorker} tells a service that is dead from one
 * that is busy, both of which keep their connection and answer no heartbeat.
 */
@Timeout(60)
class ServiceHeartbeatTests {

	private static final HeartbeatSettings QUICK = new HeartbeatSettings(Duration.ofMillis(50), Duration.ofMillis(50),
			2);

	private final SingleThreaded service = new SingleThreaded();

	private final ParentWorker parent = ParentWorker.connectTo(this.service.link.endpoint().toString())
		.heartbeat(QUICK)
		.name("single")
		.build();

	@AfterEach
	void tearDown() {
		this.parent.close();
		this.service.close();
	}

	@Test
	void noticesAServiceThatNoLongerAnswersAndThatItDoesAgain() {
		this.parent.start();
		this.service.mute = true;
		await().until(() -> this.parent.state() == WorkerState.RECOVERING);
		assertThat(this.parent.callAsync("any", Void.class)).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.havingCause()
			.withStackTraceContaining("did not answer 2 heartbeats in a row");
		this.service.mute = false;
		await().until(() -> this.parent.state() == WorkerState.RUNNING);
	}

	@Test
	void waitsForAServiceThatIsBusy() {
		this.parent.start();
		this.service.mute = true;
		CompletableFuture<Object> call = this.parent.callAsync("any", Object.class);
		int seen = this.service.heartbeats;
		await().until(() -> this.service.heartbeats > seen + 6);
		assertThat(this.parent.state()).isEqualTo(WorkerState.RUNNING);
		assertThat(call).isNotDone();
		this.service.answer();
		this.service.mute = false;
		assertThat(call).succeedsWithin(Duration.ofSeconds(5));
		assertThat(this.parent.state()).isEqualTo(WorkerState.RUNNING);
	}

	/**
	 * A service that answers nothing while it is mute.
	 */
	private static final class SingleThreaded implements LinkListener, AutoCloseable {

		private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

		private final IoLoop loop = IoLoop.acquire();

		private final Link link = this.loop
			.bindRouter(Endpoint.loopback(0), new LinkOptions(1 << 20, Duration.ZERO), this)
			.join();

		private volatile boolean mute;

		private volatile int heartbeats;

		private volatile Route caller;

		private volatile String callId;

		@Override
		public void onMessage(Route route, byte[] payload) {
			Message message;
			try {
				message = this.codec.decode(payload);
			}
			catch (ProtocolException ex) {
				throw new IllegalStateException(ex);
			}
			if (message instanceof Call call) {
				this.caller = route;
				this.callId = call.id();
			}
			else if (message instanceof Heartbeat heartbeat) {
				this.heartbeats = this.heartbeats + 1;
				if (!this.mute) {
					this.link.send(route, this.codec.encode(heartbeat));
				}
			}
		}

		void answer() {
			this.link.send(this.caller, this.codec.encodeResponse(ProtocolVersion.V3, this.callId, "done", Map.of()));
		}

		@Override
		public void close() {
			this.link.close().join();
			this.loop.close();
		}

	}

}

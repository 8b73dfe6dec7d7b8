package io.multifrost.internal.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.multifrost.CodecLimits;
import io.multifrost.internal.client.ClientProxy;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sharedfile.CallFiles;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.InProcess;
import io.multifrost.parent.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LimitAdvice}.
 */
class LimitAdviceTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(LimitAdvice.class);

	private final ListAppender<ILoggingEvent> events = new ListAppender<>();

	private final RecordingChannel channel = new RecordingChannel();

	private final PendingCalls calls = new PendingCalls("math", () -> 9, this.channel);

	private final LimitAdvice advice = new LimitAdvice("math");

	@BeforeEach
	void begin() {
		this.events.start();
		this.logger.addAppender(this.events);
	}

	@AfterEach
	void end() {
		this.logger.detachAppender(this.events);
	}

	@Test
	void isGivenOnceForAFunctionWhoseCallsWaitForLong() {
		register("a", "train", 31, this.advice);
		register("b", "train", 40, this.advice);
		register("c", "add", 31, this.advice);
		register("d", "soon", 10, this.advice);
		lookAtCalls();
		register("e", "train", 31, this.advice);
		lookAtCalls();
		awaitWarnings(2);
		assertThat(this.events.list).extracting(ILoggingEvent::getFormattedMessage)
			.anySatisfy((text) -> assertThat(text).startsWith("[math] Function 'train' has not answered for 30 s")
				.contains("set multifrost.parents.math.call-timeout"))
			.anySatisfy((text) -> assertThat(text).contains("Function 'add'"));
		assertThat(this.events.list).extracting(ILoggingEvent::getThreadName).containsOnly("multifrost-log");
	}

	@Test
	void looksAgainWhenAnotherCallHasWaitedForLong() {
		register("a", "train", 10, this.advice);
		lookAtCalls();
		assertThat(this.channel.delays).hasSize(2);
		assertThat(this.channel.delays.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
	}

	@Test
	void isNotGivenWhereALimitOrNoneIsWanted() {
		register("a", "train", 31, null);
		assertThat(this.channel.timers).isEmpty();
	}

	@Test
	void oneTimerIsEnoughForAllCalls() {
		for (int i = 0; i < 5; i++) {
			register("call " + i, "add", 0, this.advice);
		}
		assertThat(this.channel.timers).hasSize(1);
	}

	@Test
	void callsSayWhetherAnybodyHasLimitedThem() {
		FakeWorker worker = new FakeWorker();
		Client client = client(worker, CallOptions.DEFAULTS);
		client.words();
		client(worker, CallOptions.DEFAULTS.withTimeout(Duration.ZERO)).words();
		client(worker, CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(1))).words();
		assertThat(worker.calls).extracting((call) -> call.request().advice() != null)
			.containsExactly(true, false, false);
	}

	private static Client client(FakeWorker worker, CallOptions options) {
		Caller caller = new Caller(TestSettings.of(InProcess.spawn(new Object())).calls(),
				new MessageCodec(CodecLimits.DEFAULTS), worker, null);
		return ClientProxy.create(Client.class, caller, options);
	}

	private void register(String id, String function, int waited, LimitAdvice advice) {
		Request request = new Request(id, function, null, System.nanoTime() - Duration.ofSeconds(waited).toNanos(),
				false, new byte[0], Set.of(), null, null, null, CallFiles.NONE, null, null, () -> new byte[0], advice);
		this.calls.register(new BlockingCall(request));
	}

	private void lookAtCalls() {
		List.copyOf(this.channel.timers).forEach(Runnable::run);
	}

	private void awaitWarnings(int count) {
		await().untilAsserted(() -> assertThat(this.events.list).hasSize(count));
	}

	interface Client {

		CompletableFuture<Map<String, Object>> words();

	}

}

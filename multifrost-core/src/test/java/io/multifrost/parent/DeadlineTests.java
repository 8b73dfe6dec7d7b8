package io.multifrost.parent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.child.CallContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What a worker learns of the time that its parent gives a call, and of its end.
 */
@Timeout(60)
class DeadlineTests {

	private static final TypeRef<Map<String, Object>> METADATA = new TypeRef<>() {
	};

	private final Functions functions = new Functions();

	private ParentWorker worker;

	@BeforeEach
	void start() {
		this.worker = InProcess.spawn(this.functions, (child) -> child.concurrency(1).interruptFunctions(true)).start();
	}

	@AfterEach
	void stop() {
		this.worker.close();
	}

	@Test
	void goesAlongWithTheMetadataOfTheCall() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(60)).withMetadata("own", "kept");
		Instant before = Instant.now();
		Map<String, Object> blocking = this.worker.call(options, "metadata", METADATA);
		Map<String, Object> async = this.worker.callAsync(options, "metadata", METADATA).join();
		for (Map<String, Object> metadata : List.of(blocking, async)) {
			assertThat(metadata).hasSize(2);
			assertThat(metadata.get("own")).isEqualTo("kept");
			assertThat((Double) metadata.get("deadline")).isBetween(before.toEpochMilli() / 1000.0 + 60,
					Instant.now().toEpochMilli() / 1000.0 + 61);
		}
	}

	@Test
	void isLeftOutWhereThereIsNoneOrTheCallerSendsItsOwn() {
		assertThat(this.worker.call("metadata", METADATA)).isEmpty();
		CallOptions own = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(60)).withMetadata("deadline", "friday");
		assertThat(this.worker.call(own, "metadata", METADATA)).isEqualTo(Map.of("deadline", "friday"));
	}

	@Test
	void mayBeFurtherThanTimeGoes() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofSeconds(Long.MAX_VALUE));
		assertThat(this.worker.call(options, "metadata", METADATA)).containsOnlyKeys("deadline");
		assertThat(this.worker.callAsync(options, "metadata", METADATA).join()).containsOnlyKeys("deadline");
	}

	@Test
	void endsTheFunctionToo() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(300));
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> this.worker.call(options, "hang", Void.class));
		await().until(() -> this.functions.interrupted.tryAcquire());
	}

	@Test
	void isAlwaysWhatTheCallerIsToldWhereTheFunctionIsInterrupted() {
		CallOptions options = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(10));
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(CallTimeoutException.class)
				.isThrownBy(() -> this.worker.call(options, "hang", Void.class));
		}
	}

	@Test
	void cancelledFutureEndsItsFunction() throws Exception {
		CompletableFuture<Void> hanging = this.worker.callAsync("hang", Void.class);
		this.functions.entered.acquire();
		assertThat(hanging.cancel(false)).isTrue();
		await().until(() -> this.functions.interrupted.tryAcquire());
		assertThat(this.worker.call("metadata", METADATA)).isEmpty();
	}

	@Test
	void interruptedCallerEndsItsFunction() throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		CountDownLatch ended = new CountDownLatch(1);
		Thread caller = new Thread(() -> {
			try {
				this.worker.call("hang", Void.class);
			}
			catch (RuntimeException ex) {
				failure.set(ex);
			}
			ended.countDown();
		});
		caller.start();
		this.functions.entered.acquire();
		caller.interrupt();
		ended.await();
		assertThat(failure.get()).isInstanceOf(MultifrostException.class).hasMessageContaining("Interrupted");
		await().until(() -> this.functions.interrupted.tryAcquire());
	}

	/**
	 * What the worker serves.
	 */
	public static class Functions {

		private final Semaphore entered = new Semaphore(0);

		private final Semaphore interrupted = new Semaphore(0);

		public Map<String, Object> metadata(CallContext context) {
			return context.metadata();
		}

		public void hang() throws InterruptedException {
			this.entered.release();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interrupted.release();
				throw ex;
			}
		}

	}

}

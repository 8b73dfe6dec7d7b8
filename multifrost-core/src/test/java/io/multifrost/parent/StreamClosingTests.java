package io.multifrost.parent;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.CallTimeoutException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what streams are read from is let go, and an end that is none is not taken
 * for one.
 */
@Timeout(60)
class StreamClosingTests {

	private final Functions functions = new Functions();

	private final AtomicInteger closed = new AtomicInteger();

	@RegisterExtension
	private final TestServices services = new TestServices();

	private ParentWorker worker;

	@BeforeEach
	void start() {
		this.services.serve("closing", this.functions,
				(child) -> child.interceptor((call, invocation) -> intercept(call.function(), invocation.proceed())));
		this.worker = this.services.parent("closing");
	}

	private static Object intercept(String function, Object result) {
		if (function.equals("intercepted")) {
			throw new IllegalStateException("not allowed");
		}
		return result;
	}

	@Test
	void argumentsOfAStreamThatIsNeverReadAreClosed() {
		this.worker.stream("same", Long.class, source()).close();
		await().untilAtomic(this.closed, org.hamcrest.Matchers.is(1));
		FunctionCall<Long> call = FunctionCall.of("same", Long.class, source());
		this.worker.publisher(call).subscribe(new Recorder(Flow.Subscription::cancel));
		await().untilAtomic(this.closed, org.hamcrest.Matchers.is(2));
	}

	@Test
	void whatWasReadForOneSubscriberIsNotReadForAnother() {
		Flow.Publisher<Long> publisher = this.worker.publisher(FunctionCall.of("same", Long.class, source()));
		Recorder first = new Recorder((subscription) -> subscription.request(10));
		Recorder second = new Recorder((subscription) -> subscription.request(10));
		publisher.subscribe(first);
		await().untilAsserted(() -> assertThat(first.completed).hasValue(1));
		publisher.subscribe(second);
		await().untilAsserted(() -> assertThat(second.failure).hasMessageContaining("read for the first call"));
	}

	@Test
	void aResultIsClosedWhoseInterceptorFails() {
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> this.worker.stream("intercepted", Long.class).toList())
			.withMessageContaining("not allowed");
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(1));
	}

	@Test
	void aPublisherThatIsSentAsAWholeIsGivenUpWithItsCall() {
		CallOptions soon = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> this.worker.call(soon, "silent", List.class));
		await().untilAtomic(this.functions.closed, org.hamcrest.Matchers.is(1));
		this.worker.callAsync("silent", List.class).cancel(false);
		this.worker.callAsync("silent", List.class);
		await().untilAtomic(this.functions.subscribed, org.hamcrest.Matchers.greaterThanOrEqualTo(2));
		this.worker.stop();
		await().untilAsserted(() -> assertThat(this.functions.closed).hasValue(this.functions.subscribed.get()));
	}

	@Test
	void aPublisherForAWorkerThatTakesNoItemsIsGivenUpWithItsTime() {
		Functions silent = new Functions();
		CallOptions soon = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(200));
		try (ParentWorker plain = InProcess.spawn(this.functions).start()) {
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> plain.call(soon, "sum", Long.class, silent.silent()))
				.withMessageContaining("argument 1 of function 'sum'");
		}
		assertThat(silent.closed).hasValue(1);
	}

	@Test
	void whoReadsOnAfterAFailureMeetsItAgain() throws IOException {
		try (InputStream bytes = this.worker.as(Client.class).cut()) {
			assertThatExceptionOfType(IOException.class).isThrownBy(bytes::readAllBytes)
				.withMessageContaining("cut off");
			assertThatExceptionOfType(IOException.class).isThrownBy(bytes::read).withMessageContaining("cut off");
		}
	}

	private Stream<Long> source() {
		return Stream.of(1L, 2L).onClose(this.closed::incrementAndGet);
	}

	interface Client {

		InputStream cut();

	}

	public static class Functions {

		final AtomicInteger subscribed = new AtomicInteger();

		final AtomicInteger closed = new AtomicInteger();

		public Stream<Long> same(Stream<Long> numbers) {
			return numbers;
		}

		public long sum(Stream<Long> numbers) {
			return numbers.mapToLong(Long::longValue).sum();
		}

		public Stream<Long> intercepted() {
			return Stream.of(1L).onClose(this.closed::incrementAndGet);
		}

		public Flow.Publisher<Long> silent() {
			return (subscriber) -> subscriber.onSubscribe(new Flow.Subscription() {

				@Override
				public void request(long count) {
					Functions.this.subscribed.incrementAndGet();
				}

				@Override
				public void cancel() {
					Functions.this.closed.incrementAndGet();
				}

			});
		}

		public InputStream cut() {
			return new InputStream() {

				private boolean begun;

				@Override
				public int read() throws IOException {
					if (this.begun) {
						throw new IOException("cut off");
					}
					this.begun = true;
					return 1;
				}

			};
		}

	}

	private static final class Recorder implements Flow.Subscriber<Long> {

		private final Consumer<Flow.Subscription> begin;

		private final AtomicInteger completed = new AtomicInteger();

		private volatile Throwable failure;

		Recorder(Consumer<Flow.Subscription> begin) {
			this.begin = begin;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.begin.accept(subscription);
		}

		@Override
		public void onNext(Long item) {
			assertThat(item).isPositive();
		}

		@Override
		public void onError(Throwable failure) {
			this.failure = failure;
		}

		@Override
		public void onComplete() {
			this.completed.incrementAndGet();
		}

	}

}

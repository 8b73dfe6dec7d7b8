package io.multifrost.parent;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.ValueConversionException;
import io.multifrost.WorkerExitedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of what goes wrong with streams, seen from the parent.
 */
@Timeout(60)
class StreamFaultTests {

	private final StreamFaultFunctions functions = new StreamFaultFunctions();

	@RegisterExtension
	private final TestServices services = new TestServices();

	private ParentWorker worker;

	@BeforeEach
	void start() {
		this.services.serve("streams", this.functions, (child) -> child.concurrency(8));
		this.worker = this.services.parent("streams");
	}

	@AfterEach
	void stop() {
		this.functions.release.countDown();
	}

	@Test
	void aSourceThatWasUsedUpFailsItsOwnCallAlone() {
		CompletableFuture<Object> other = this.worker.callAsync("hold", Object.class);
		Stream<Long> used = Stream.of(1L);
		used.forEach((item) -> {
		});
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> this.worker.call("sum", long.class, used))
			.withMessageContaining("argument 1")
			.withMessageContaining("IllegalStateException");
		assertThat(other).isNotDone();
		this.functions.release.countDown();
		assertThat(other).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("held");
	}

	@Test
	void sourcesThatWaitKeepNoThreadOfOtherCalls() throws IOException {
		List<PipedOutputStream> ends = new ArrayList<>();
		List<CompletableFuture<Long>> slow = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			PipedOutputStream end = new PipedOutputStream();
			ends.add(end);
			slow.add(this.worker.callAsync("length", Long.class, new PipedInputStream(end)));
		}
		for (int i = 0; i < 20; i++) {
			assertThat(this.worker.callAsync("one", Integer.class)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1);
		}
		for (PipedOutputStream end : ends) {
			end.write(7);
			end.close();
		}
		assertThat(slow).allSatisfy((call) -> assertThat(call).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1L));
	}

	@Test
	void theItemsOfOneCallAreTheArgumentOfAnother() {
		List<CompletableFuture<Long>> sums = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			sums.add(this.worker.callAsync("sum", Long.class, this.worker.stream("count", Long.class, 20_000)));
		}
		assertThat(sums)
			.allSatisfy((sum) -> assertThat(sum).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(19_999L * 10_000));
	}

	@Test
	void aReaderWhoseTimeIsOverFreesTheWorker() {
		CallOptions quick = CallOptions.DEFAULTS.withItemTimeout(Duration.ofMillis(50));
		Iterator<Integer> items = this.worker.as(Client.class, quick).stalling().iterator();
		assertThat(items.next()).isZero();
		assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(items::hasNext);
		this.functions.release.countDown();
		await().untilAsserted(() -> assertThat(this.functions.closed).hasValue(1));
	}

	@Test
	void aSubscriberThatTakesItsTimeKeepsNoThreadOfOthers() {
		List<SlowSubscriber> slow = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			SlowSubscriber subscriber = new SlowSubscriber();
			slow.add(subscriber);
			this.worker.as(Client.class).endless().subscribe(subscriber);
		}
		await().untilAsserted(() -> assertThat(slow).allSatisfy((each) -> assertThat(each.items).hasPositiveValue()));
		for (int i = 0; i < 10; i++) {
			assertThat(this.worker.callAsync("one", Integer.class)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1);
		}
		slow.forEach((each) -> each.subscription.cancel());
		await().untilAsserted(() -> assertThat(this.functions.closed).hasValue(6));
	}

	@Test
	void signalsToASubscriberComeOneAfterTheOther() {
		AtomicBoolean subscribing = new AtomicBoolean();
		AtomicBoolean together = new AtomicBoolean();
		CountDownLatch done = new CountDownLatch(1);
		this.worker.as(Client.class).endless().subscribe(new Flow.Subscriber<>() {

			private Flow.Subscription subscription;

			@Override
			public void onSubscribe(Flow.Subscription subscription) {
				subscribing.set(true);
				this.subscription = subscription;
				subscription.request(1);
				subscribing.set(false);
			}

			@Override
			public void onNext(Integer item) {
				together.set(subscribing.get());
				this.subscription.cancel();
				done.countDown();
			}

			@Override
			public void onError(Throwable failure) {
			}

			@Override
			public void onComplete() {
			}

		});
		await().until(() -> done.getCount() == 0);
		assertThat(together).isFalse();
	}

	@Test
	void sourcesOfACallThatIsNotSentAreClosed() throws IOException {
		AtomicInteger closed = new AtomicInteger();
		Stream<Long> source = Stream.of(1L).onClose(closed::incrementAndGet);
		Object formless = BigInteger.TEN.pow(30);
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> this.worker.call("two", Object.class, source, formless));
		await().untilAtomic(closed, org.hamcrest.Matchers.is(1));
		Path file = Files.writeString(this.services.directory().resolve("file"), "text");
		Path missing = this.services.directory().resolve("missing");
		Stream<Long> another = Stream.of(1L).onClose(closed::incrementAndGet);
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> this.worker.call("three", Object.class, file, missing, another))
			.withMessageContaining("argument 2")
			.withMessageContaining("missing");
		await().untilAtomic(closed, org.hamcrest.Matchers.is(2));
		assertThat(this.worker.call("length", long.class, file)).isEqualTo(4);
		assertThat(this.worker.callAsync("two", Object.class, Stream.of(1L).onClose(closed::incrementAndGet), formless))
			.isCompletedExceptionally();
		await().untilAtomic(closed, org.hamcrest.Matchers.is(3));
	}

	@Test
	void aFailureOfASourceWhoseMessageFailsIsTold() {
		Stream<Long> source = Stream.of(1L).map((item) -> {
			throw new Mean();
		});
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> this.worker.call("sum", long.class, source))
			.withMessageContaining("Mean: its message failed");
	}

	@Test
	void anArgumentHasOneSubscriber() {
		assertThat(this.worker.call("twice", String.class, LongStream.range(0, 3).boxed())).contains("one subscriber");
	}

	@Test
	void aClosedStreamOfBytesIsNotAtItsEnd() throws IOException {
		InputStream bytes = this.worker.as(Client.class).bytes();
		assertThat(bytes.read()).isZero();
		bytes.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> bytes.skipNBytes(1_000_000))
			.withMessageContaining("closed");
	}

	@Test
	void aStreamThatWasClosedMakesNoCall() {
		Stream<Integer> items = this.worker.as(Client.class).stalling();
		Iterator<Integer> iterator = items.iterator();
		items.close();
		assertThat(iterator.hasNext()).isFalse();
		assertThat(this.worker.call("one", int.class)).isEqualTo(1);
		assertThat(this.functions.stalled).hasValue(0);
	}

	@Test
	void aStreamAndAnyNumberOfArgumentsCannotBeServed() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.services.serve("odd", new Odd()))
			.withMessageContaining("Function 'odd'")
			.withMessageContaining("list");
	}

	@Test
	void theDeathOfAWorkerEndsItsStreamsBothWays() {
		try (ParentWorker process = JavaTestWorker.spawn().start()) {
			AtomicBoolean closed = new AtomicBoolean();
			Iterator<Long> items = process
				.stream("doubled", Long.class, Stream.iterate(1L, (item) -> item + 1).onClose(() -> closed.set(true)))
				.iterator();
			assertThat(items.next()).isEqualTo(2);
			ProcessHandle.of(process.snapshot().instances().get(0).pid()).orElseThrow().destroyForcibly();
			assertThatExceptionOfType(WorkerExitedException.class).isThrownBy(() -> items.forEachRemaining((item) -> {
			}));
			await().untilAtomic(closed, org.hamcrest.Matchers.is(true));
		}
	}

	@Test
	void aRestartLetsAStreamEnd() {
		try (ParentWorker process = JavaTestWorker.spawn().start()) {
			Iterator<Long> items = process.stream("upTo", Long.class, 50_000).iterator();
			assertThat(items.next()).isZero();
			CompletableFuture<Void> restart = CompletableFuture.runAsync(process::restart);
			List<Long> rest = new ArrayList<>();
			MultifrostException failure = null;
			try {
				items.forEachRemaining(rest::add);
			}
			catch (MultifrostException ex) {
				failure = ex;
			}
			assertThat(rest).as("in order").isSorted().doesNotHaveDuplicates();
			assertThat(failure != null || rest.size() == 49_999).as("all, or an error").isTrue();
			assertThat(restart).succeedsWithin(Duration.ofSeconds(30));
			assertThat(process.stream("upTo", Long.class, 3)).containsExactly(0L, 1L, 2L);
		}
	}

	interface Client {

		Stream<Integer> stalling();

		Flow.Publisher<Integer> endless();

		InputStream bytes();

	}

	/** What a worker cannot serve. */
	public static class Odd {

		public void odd(Stream<Long> numbers, String... others) {
			numbers.close();
		}

	}

	private static final class Mean extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

	}

}

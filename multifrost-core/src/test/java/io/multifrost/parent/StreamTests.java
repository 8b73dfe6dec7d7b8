package io.multifrost.parent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.CallTimeoutException;
import io.multifrost.MultifrostException;
import io.multifrost.RemoteCallException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.support.RecordingSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of results and arguments that go item by item between a parent and a worker in
 * Java.
 */
class StreamTests {

	private final StreamFunctions functions = new StreamFunctions();

	@RegisterExtension
	private final TestServices services = new TestServices();

	private ParentWorker worker;

	private Client client;

	@BeforeEach
	void start() {
		this.services.serve("streams", this.functions, (child) -> child.concurrency(2));
		this.worker = this.services.parent("streams");
		this.client = this.worker.as(Client.class);
	}

	@AfterEach
	void stop() {
		this.functions.release.countDown();
	}

	@Test
	void aMillionItemsComeInOrder() {
		AtomicInteger next = new AtomicInteger();
		try (Stream<Long> items = this.client.count(1_000_000)) {
			items.forEach((item) -> assertThat(item).isEqualTo(next.getAndIncrement()));
		}
		assertThat(next).hasValue(1_000_000);
	}

	@Test
	void eachFormOfAResultIsSentInItems() throws IOException {
		assertThat(this.client.iterator(3)).containsExactly(0, 1, 2);
		assertThat(this.client.published(300)).containsExactlyElementsOf(IntStream.range(0, 300).boxed().toList());
		assertThat(this.client.list(3)).containsExactly(0, 1, 2);
		assertThat(this.client.later(3)).containsExactly(0, 1, 2);
		assertThat(this.worker.stream("one", Integer.class)).containsExactly(1);
		assertThat(this.worker.stream("nothing", Integer.class)).isEmpty();
		assertThat(this.client.bytes(200_000).readAllBytes()).isEqualTo(new byte[200_000]);
	}

	@Test
	void whoeverAsksForOneResultGetsAllItemsAsOne() {
		assertThat(this.worker.call("iterator", Object.class, 3)).isEqualTo(List.of(0L, 1L, 2L));
		assertThat(this.worker.call("published", Object.class, 3)).isEqualTo(List.of(0L, 1L, 2L));
		assertThat(this.worker.call("bytes", byte[].class, 10)).isEqualTo(new byte[10]);
	}

	@Test
	void noMoreItemsAreMadeThanAreAskedFor() {
		try (Stream<Integer> items = this.client.endless()) {
			Iterator<Integer> iterator = items.iterator();
			assertThat(iterator.next()).isZero();
			await().untilAsserted(() -> assertThat(this.functions.made).hasValue(16));
			assertThat(this.worker.call("one", int.class)).as("others do not notice").isEqualTo(1);
			assertThat(this.functions.made).hasValue(16);
		}
		await().untilAsserted(() -> assertThat(this.functions.closed).isTrue());
	}

	@Test
	void slowReadersKeepNoThread() {
		List<Stream<Integer>> slow = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			Stream<Integer> items = this.client.endless();
			slow.add(items);
			assertThat(items.iterator().next()).isNotNegative();
		}
		assertThat(this.worker.call("one", int.class)).isEqualTo(1);
		slow.forEach(Stream::close);
	}

	@Test
	void anErrorComesBehindTheItems() {
		List<Integer> read = new ArrayList<>();
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> this.client.failing(3).forEach(read::add))
			.withMessageContaining("after 3");
		assertThat(read).containsExactly(0, 1, 2);
		assertThat(this.functions.closed).isTrue();
	}

	@Test
	void anItemWithoutAFormNamesItself() {
		assertThatExceptionOfType(RemoteCallException.class)
			.isThrownBy(() -> this.worker.stream("formless", Object.class).forEach((item) -> {
			}))
			.withMessageContaining("Function 'formless'")
			.withMessageContaining("item 2");
	}

	@Test
	void theDeadlineEndsAStreamThatWaitsForItsReader() {
		CallOptions soon = CallOptions.DEFAULTS.withTimeout(Duration.ofMillis(300));
		try (Stream<Integer> items = this.worker.as(Client.class, soon).endless()) {
			Iterator<Integer> iterator = items.iterator();
			assertThat(iterator.next()).isZero();
			await().untilAsserted(() -> assertThat(this.functions.closed).isTrue());
			assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> iterator.forEachRemaining((item) -> {
			}));
		}
	}

	@Test
	void theTimeBetweenTwoItemsIsBounded() {
		CallOptions quick = CallOptions.DEFAULTS.withItemTimeout(Duration.ofMillis(100));
		List<Integer> read = new ArrayList<>();
		assertThatExceptionOfType(CallTimeoutException.class)
			.isThrownBy(() -> this.worker.as(Client.class, quick).stalling(3).forEach(read::add))
			.withMessageContaining("no item");
		assertThat(read).containsExactly(0, 1, 2);
	}

	@Test
	void theEndOfTheWorkerEndsTheStream() {
		Iterator<Integer> items = this.client.endless().iterator();
		assertThat(items.next()).isZero();
		this.worker.stop();
		assertThatExceptionOfType(WorkerUnavailableException.class).isThrownBy(() -> items.forEachRemaining((item) -> {
		}));
		await().untilAsserted(() -> assertThat(this.functions.closed).isTrue());
	}

	@Test
	void argumentsGoItemByItem() {
		assertThat(this.client.sum(LongStream.range(0, 100_000).boxed())).isEqualTo(99_999L * 50_000);
		assertThat(this.client.sumOfIterator(List.of(1L, 2L).iterator())).isEqualTo(3);
		assertThat(this.client.length(new ByteArrayInputStream(new byte[1_000_000]))).isEqualTo(1_000_000);
		assertThat(this.client.lengthOfAll(new ByteArrayInputStream(new byte[100_000]))).isEqualTo(100_000);
		SubmissionPublisher<Long> publisher = new SubmissionPublisher<>();
		new Thread(() -> {
			await().until(publisher::hasSubscribers);
			LongStream.range(0, 1000).forEach(publisher::submit);
			publisher.close();
		}).start();
		assertThat(this.client.sumOfPublisher(publisher)).isEqualTo(999 * 500);
	}

	@Test
	void aSourceThatFailsFailsItsReader() {
		Stream<Long> failing = Stream.of(1L, 2L, 3L).map((item) -> {
			if (item == 3) {
				throw new IllegalStateException("no third");
			}
			return item;
		});
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> this.client.sum(failing))
			.withMessageContaining("argument 1")
			.withMessageContaining("no third");
	}

	@Test
	void theSourceIsClosedWhenItsFunctionEnds() {
		AtomicBoolean closed = new AtomicBoolean();
		assertThat(this.client.first(Stream.iterate(7L, (item) -> item + 1).onClose(() -> closed.set(true))))
			.isEqualTo(7);
		await().untilAtomic(closed, org.hamcrest.Matchers.is(true));
	}

	@Test
	void bothDirectionsGoAtOnce() {
		try (Stream<Long> doubled = this.client.doubled(LongStream.range(0, 10_000).boxed())) {
			assertThat(doubled.mapToLong(Long::longValue).sum()).isEqualTo(9_999L * 10_000);
		}
	}

	@Test
	void aSubscriberGetsNoMoreThanItRequests() {
		RecordingSubscriber recorder = new RecordingSubscriber();
		this.client.publisher(5).subscribe(recorder);
		await().until(() -> recorder.subscription() != null);
		recorder.subscription().request(2);
		await().untilAsserted(() -> assertThat(recorder.events()).containsExactly(0, 1));
		recorder.subscription().request(10);
		await().untilAsserted(() -> assertThat(recorder.events()).containsExactly(0, 1, 2, 3, 4, "end"));
	}

	@Test
	void anInterruptedReaderGivesTheStreamUp() throws InterruptedException {
		CountDownLatch failed = new CountDownLatch(1);
		Thread reader = new Thread(() -> {
			try {
				this.client.stalling(0).forEach((item) -> {
				});
			}
			catch (MultifrostException ex) {
				failed.countDown();
			}
		});
		reader.start();
		await().until(() -> reader.getState() == Thread.State.WAITING);
		reader.interrupt();
		assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
	}

	interface Client {

		Stream<Long> count(long number);

		Stream<Integer> iterator(int number);

		Stream<Integer> published(int number);

		Stream<Integer> list(int number);

		Stream<Integer> later(int number);

		InputStream bytes(int number);

		Stream<Integer> endless();

		Stream<Integer> failing(int number);

		Stream<Integer> stalling(int number);

		@io.multifrost.MultifrostFunction("iterator")
		Flow.Publisher<Integer> publisher(int number);

		long sum(Stream<Long> numbers);

		long sumOfIterator(Iterator<Long> numbers);

		long sumOfPublisher(Flow.Publisher<Long> numbers);

		long length(InputStream bytes);

		long lengthOfAll(InputStream bytes);

		long first(Stream<Long> numbers);

		Stream<Long> doubled(Stream<Long> numbers);

	}

}

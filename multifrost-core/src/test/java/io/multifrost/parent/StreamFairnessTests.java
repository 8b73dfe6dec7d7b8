package io.multifrost.parent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.multifrost.child.ChildWorkerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that streams leave threads, and room to send, to others.
 */
@Timeout(60)
class StreamFairnessTests {

	private final Functions functions = new Functions();

	@RegisterExtension
	private final TestServices services = new TestServices();

	@Test
	void aSourceThatTakesItsTimeGivesItsThreadToOtherCalls() {
		ParentWorker worker = serve((child) -> child.concurrency(1));
		CompletableFuture<Void> reader = CompletableFuture
			.runAsync(() -> worker.stream("slow", Integer.class, 1_000).forEach((item) -> {
			}));
		while (this.functions.made.get() < 50) {
			Thread.onSpinWait();
		}
		int before = this.functions.made.get();
		assertThat(worker.call("one", int.class)).isEqualTo(1);
		assertThat(this.functions.made.get() - before).as("items made before it had its turn").isLessThan(200);
		reader.join();
		assertThat(this.functions.made).hasValue(1_000);
	}

	@Test
	void callbacksThatReadStreamsDoNotKeepTheirEndsFromComing() {
		ParentWorker worker = serve(UnaryOperator.identity());
		List<CompletableFuture<Long>> counts = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			counts.add(worker.callAsync("one", Integer.class).thenApply((one) -> {
				try (Stream<Long> items = worker.stream("count", Long.class, 1_000)) {
					return items.count();
				}
			}));
		}
		assertThat(counts)
			.allSatisfy((count) -> assertThat(count).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1_000L));
	}

	@Test
	void argumentsWaitForRoomInASmallQueue() {
		serve(UnaryOperator.identity());
		ParentWorker worker = this.services.parent(this.services.connect("fair").maxQueueSize(100_000));
		List<CompletableFuture<Long>> lengths = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			lengths.add(worker.callAsync("length", Long.class, new ByteArrayInputStream(new byte[1_000_000])));
		}
		assertThat(lengths)
			.allSatisfy((length) -> assertThat(length).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1_000_000L));
	}

	@Test
	void oneAtATimeWaitsForAPublisherThatIsSentAsAWhole() {
		ParentWorker worker = serve((child) -> child.concurrency(1));
		CompletableFuture<List<Long>> whole = worker.callAsync("later", new TypeRef<>() {
		});
		CompletableFuture<Integer> next = worker.callAsync("seen", Integer.class);
		assertThat(next).succeedsWithin(Duration.ofSeconds(30)).as("the publisher was done before").isEqualTo(3);
		assertThat(whole.join()).containsExactly(0L, 1L, 2L);
	}

	@Test
	void arraysOfNumbersGoAsTheirBytesAlsoAsItems() {
		ParentWorker worker = serve(UnaryOperator.identity());
		try (Stream<double[]> arrays = worker.stream("arrays", double[].class, 10)) {
			assertThat(arrays).hasSize(10).allSatisfy((array) -> assertThat(array).hasSize(10_000));
		}
		assertThat(worker.snapshot().bytesReceived()).as("as lists they have 9 bytes each").isLessThan(850_000);
		assertThat(worker.call("sum", double.class, Stream.of(new double[] { 1, 2 }, new double[] { 3 }))).isEqualTo(6);
	}

	private ParentWorker serve(UnaryOperator<ChildWorkerBuilder> settings) {
		this.services.serve("fair", this.functions, settings);
		return this.services.parent("fair");
	}

	public static class Functions {

		final AtomicInteger made = new AtomicInteger();

		final AtomicInteger given = new AtomicInteger();

		public Stream<Integer> slow(int number) {
			return Stream.generate(() -> {
				long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1);
				while (System.nanoTime() < end) {
					Thread.onSpinWait();
				}
				return this.made.incrementAndGet();
			}).limit(number);
		}

		public int one() {
			return 1;
		}

		public Stream<Long> count(long number) {
			return LongStream.range(0, number).boxed();
		}

		public long length(InputStream bytes) throws IOException {
			long length = 0;
			byte[] buffer = new byte[1000];
			for (int count = bytes.read(buffer); count > 0; count = bytes.read(buffer)) {
				length += count;
			}
			return length;
		}

		public Flow.Publisher<Long> later() {
			SubmissionPublisher<Long> publisher = new SubmissionPublisher<>();
			return (subscriber) -> {
				publisher.subscribe(subscriber);
				Thread thread = new Thread(() -> {
					for (long i = 0; i < 3; i++) {
						publisher.submit(i);
						this.given.incrementAndGet();
					}
					publisher.close();
				});
				thread.start();
			};
		}

		public int seen() {
			return this.given.get();
		}

		public Stream<double[]> arrays(int number) {
			return Stream.generate(() -> new double[10_000]).limit(number);
		}

		public double sum(Iterator<double[]> arrays) {
			double sum = 0;
			while (arrays.hasNext()) {
				for (double each : arrays.next()) {
					sum += each;
				}
			}
			return sum;
		}

	}

}

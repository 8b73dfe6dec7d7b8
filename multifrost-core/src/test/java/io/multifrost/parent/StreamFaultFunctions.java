package io.multifrost.parent;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the workers of tests of faults of streams serve.
 */
public class StreamFaultFunctions {

	final CountDownLatch release = new CountDownLatch(1);

	final AtomicInteger closed = new AtomicInteger();

	final AtomicInteger stalled = new AtomicInteger();

	public int one() {
		return 1;
	}

	public String hold() throws InterruptedException {
		this.release.await();
		return "held";
	}

	public long sum(Stream<Long> numbers) {
		return numbers.mapToLong(Long::longValue).sum();
	}

	public Stream<Long> count(long number) {
		return LongStream.range(0, number).boxed();
	}

	public long length(InputStream bytes) throws IOException {
		return bytes.readAllBytes().length;
	}

	public void two(Stream<Long> numbers, Object other) {
		numbers.close();
	}

	public void three(InputStream first, InputStream second, Stream<Long> third) {
		third.close();
	}

	public Stream<Integer> stalling() {
		this.stalled.incrementAndGet();
		return Stream.iterate(0, (item) -> item + 1).peek((item) -> {
			try {
				if (item == 1) {
					this.release.await();
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}).onClose(this.closed::incrementAndGet);
	}

	public Stream<Integer> endless() {
		return Stream.iterate(0, (item) -> item + 1).onClose(this.closed::incrementAndGet);
	}

	public InputStream bytes() {
		return new java.io.ByteArrayInputStream(new byte[10_000_000]);
	}

	public CompletableFuture<String> twice(Flow.Publisher<Long> numbers) {
		CompletableFuture<String> second = new CompletableFuture<>();
		numbers.subscribe(new SlowSubscriber());
		numbers.subscribe(new SlowSubscriber() {

			@Override
			public void onError(Throwable failure) {
				second.complete(failure.getMessage());
			}

		});
		return second;
	}

}

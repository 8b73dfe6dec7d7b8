package io.multifrost.parent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the workers of tests of streams serve.
 */
public class StreamFunctions {

	final AtomicInteger made = new AtomicInteger();

	final AtomicBoolean closed = new AtomicBoolean();

	final CountDownLatch release = new CountDownLatch(1);

	public Stream<Long> count(long number) {
		return LongStream.range(0, number).boxed();
	}

	public Iterator<Integer> iterator(int number) {
		return IntStream.range(0, number).iterator();
	}

	public Flow.Publisher<Integer> published(int number) {
		return (subscriber) -> {
			SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
			publisher.subscribe(subscriber);
			new Thread(() -> {
				IntStream.range(0, number).forEach(publisher::submit);
				publisher.close();
			}).start();
		};
	}

	public List<Integer> list(int number) {
		return IntStream.range(0, number).boxed().toList();
	}

	public java.util.concurrent.CompletableFuture<Iterator<Integer>> later(int number) {
		return java.util.concurrent.CompletableFuture.supplyAsync(() -> iterator(number));
	}

	public int one() {
		return 1;
	}

	public void nothing() {
	}

	public InputStream bytes(int number) {
		return new ByteArrayInputStream(new byte[number]);
	}

	public Stream<Integer> endless() {
		return Stream.generate(this.made::getAndIncrement).onClose(() -> this.closed.set(true));
	}

	public Stream<Integer> failing(int number) {
		return Stream.iterate(0, (item) -> item + 1).peek((item) -> {
			if (item == number) {
				throw new IllegalStateException("after " + number);
			}
		}).onClose(() -> this.closed.set(true));
	}

	public Stream<Object> formless() {
		return Stream.of(1, BigInteger.TEN.pow(30));
	}

	public Stream<Integer> stalling(int number) {
		return Stream.iterate(0, (item) -> item + 1).peek((item) -> {
			if (item == number) {
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		});
	}

	public long sum(Stream<Long> numbers) {
		return numbers.mapToLong(Long::longValue).sum();
	}

	public long sumOfIterator(Iterator<Long> numbers) {
		long sum = 0;
		while (numbers.hasNext()) {
			sum += numbers.next();
		}
		return sum;
	}

	public long sumOfPublisher(List<Long> numbers) {
		return numbers.stream().mapToLong(Long::longValue).sum();
	}

	public long length(InputStream bytes) throws IOException {
		return bytes.readAllBytes().length;
	}

	public long lengthOfAll(byte[] bytes) {
		return bytes.length;
	}

	public long first(Stream<Long> numbers) {
		return numbers.iterator().next();
	}

	public Stream<Long> doubled(Stream<Long> numbers) {
		return numbers.map((number) -> 2 * number);
	}

}

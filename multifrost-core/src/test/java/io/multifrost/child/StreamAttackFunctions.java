package io.multifrost.child;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a worker serves whose streams are attacked.
 */
public class StreamAttackFunctions {

	final CountDownLatch release = new CountDownLatch(1);

	final AtomicInteger closed = new AtomicInteger();

	final AtomicInteger made = new AtomicInteger();

	public int plain() {
		return 7;
	}

	public void wait(CallContext context) throws InterruptedException {
		this.release.await();
	}

	public Stream<Integer> endless() {
		return Stream.iterate(0, (item) -> item + 1).onClose(this.closed::incrementAndGet);
	}

	public Stream<Integer> held(int number) throws InterruptedException {
		this.release.await();
		return IntStream.range(0, number).boxed();
	}

	public long sum(Iterator<Long> numbers) {
		long sum = 0;
		while (numbers.hasNext()) {
			sum += numbers.next();
		}
		return sum;
	}

	public long sumOfList(List<Long> numbers) {
		return numbers.stream().mapToLong(Long::longValue).sum();
	}

	public long plainSum(long number) {
		return number;
	}

	public Iterator<Integer> failsInHasNext() {
		return new Struck() {

			@Override
			public boolean hasNext() {
				throw new AssertionError("struck");
			}

		};
	}

	public Iterator<Integer> failsInNext() {
		return new Struck();
	}

	public Stream<Integer> failsInClose() {
		return Stream.<Integer>empty().onClose(() -> {
			throw new AssertionError("struck");
		});
	}

	public Flow.Publisher<Integer> failsInSubscribe() {
		return (subscriber) -> {
			throw new AssertionError("struck");
		};
	}

	public InputStream failsInRead() {
		return new InputStream() {

			@Override
			public int read() throws IOException {
				throw new AssertionError("struck");
			}

		};
	}

	public Stream<Integer> failsInMap() {
		return Stream.of(1).map((item) -> {
			throw new StackOverflowError("struck");
		});
	}

	public Flow.Publisher<Integer> flood() {
		return (subscriber) -> subscriber.onSubscribe(new Flow.Subscription() {

			@Override
			public void request(long count) {
				for (int i = 0; i < count + 5; i++) {
					subscriber.onNext(i);
				}
			}

			@Override
			public void cancel() {
				StreamAttackFunctions.this.closed.incrementAndGet();
			}

		});
	}

	public Stream<Integer> printing() {
		return Stream.of(1).peek((item) -> System.out.println("item " + item));
	}

	public Stream<Object> large() {
		// Together they would be more than a message may have.
		byte[] almost = new byte[10 * 1024 * 1024];
		List<Object> six = java.util.Collections.nCopies(6, almost);
		byte[] rest = new byte[64 * 1024 * 1024 - 6 * (almost.length + 5) - 1000];
		List<Object> most = new ArrayList<>(six);
		most.add(rest);
		return IntStream.range(0, 30).mapToObj((index) -> (index == 29) ? most : new byte[1000]);
	}

	public Stream<byte[]> huge() {
		return Stream.generate(() -> {
			this.made.incrementAndGet();
			return new byte[1024 * 1024];
		}).onClose(this.closed::incrementAndGet);
	}

	private static class Struck implements Iterator<Integer> {

		@Override
		public boolean hasNext() {
			return true;
		}

		@Override
		public Integer next() {
			throw new AssertionError("struck");
		}

	}

}

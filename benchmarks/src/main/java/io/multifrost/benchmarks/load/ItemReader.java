package io.multifrost.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Reads the numbers from 0 on, until it is told to stop. One thread reads, and any may
 * ask.
 */
final class ItemReader implements LongPredicate {

	private final AtomicLong count = new AtomicLong();

	private volatile boolean stopped;

	@Override
	public boolean test(long item) {
		long expected = this.count.getPlain();
		if (item != expected) {
			throw new IllegalStateException("Item " + item + " came where " + expected + " was next");
		}
		this.count.setRelease(expected + 1);
		return !this.stopped;
	}

	/**
	 * Return how many items have come.
	 */
	long count() {
		return this.count.get();
	}

	/**
	 * Want no more items after the next one.
	 */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Check that a stream has ended with its last item.
	 */
	void check(long items) {
		if (count() != items) {
			throw new IllegalStateException("A stream of " + items + " items ended after " + count());
		}
	}

}

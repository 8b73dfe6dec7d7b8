package io.multifrost.internal.callback;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may wait, of one kind, in all places together. Safe for use by several
 * threads.
 */
final class Budget {

	private final long max;

	private final AtomicLong used = new AtomicLong();

	Budget(long max) {
		this.max = max;
	}

	/**
	 * Take a part where there is enough left. What weighs nothing is always let in.
	 * @param weight the part
	 * @return whether it was taken
	 */
	boolean tryTake(long weight) {
		if (weight == 0) {
			return true;
		}
		if (this.used.addAndGet(weight) <= this.max) {
			return true;
		}
		give(weight);
		return false;
	}

	/**
	 * Take a part, whether or not there is enough left.
	 * @param weight the part
	 */
	void take(long weight) {
		this.used.addAndGet(weight);
	}

	void give(long weight) {
		this.used.addAndGet(-weight);
	}

}

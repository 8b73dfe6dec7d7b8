package io.multifrost.benchmarks.contender;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;

import io.multifrost.benchmarks.load.BlockingCalls;

/**
 * Small calls with a pause after each, beside something that is not to disturb them.
 */
final class SmallCalls {

	private static final long PAUSE_NANOS = 1_000_000;

	private SmallCalls() {
	}

	/**
	 * Call for a time.
	 * @return how long the calls took, in nanoseconds
	 */
	static Histogram run(BlockingCalls calls, long millis) throws Exception {
		Histogram times = new Histogram(3);
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (System.nanoTime() < end) {
			long began = System.nanoTime();
			long sum = calls.add(10, 20);
			times.recordValue(System.nanoTime() - began);
			if (sum != 30) {
				throw new IllegalStateException("10 and 20 make 30, and not " + sum);
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		return times;
	}

}

package io.multifrost.benchmarks.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls and their times while a load runs. Safe for use by any number of threads.
 */
public final class Journal {

	private static final int DIGITS = 3;

	private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

	private static final long EXPECTED = 30;

	// With a range, since what grows would allocate while it is measured who allocates
	private final Recorder recorder = new Recorder(1, LONGEST, DIGITS);

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile boolean open = true;

	/**
	 * Return whether further calls shall be made.
	 * @return {@code false} as soon as the round is over, or a call has failed
	 */
	public boolean isOpen() {
		return this.open;
	}

	/**
	 * Note a call of {@code add(10, 20)} that has ended.
	 * @param began when it began, by {@link System#nanoTime()}
	 * @param sum what was answered
	 */
	public void added(long began, long sum) {
		if (sum != EXPECTED) {
			failed(new IllegalStateException("add(10, 20) was answered with " + sum));
		}
		ended(began);
	}

	/**
	 * Note a call that has ended well.
	 * @param began when it began, by {@link System#nanoTime()}
	 */
	public void ended(long began) {
		this.recorder.recordValue(Math.min(System.nanoTime() - began, LONGEST));
	}

	/**
	 * Note that a call failed, which ends the round.
	 * @param failure why it failed
	 */
	public void failed(Throwable failure) {
		this.failure.compareAndSet(null, failure);
		this.open = false;
	}

	/**
	 * Make no further calls.
	 */
	public void close() {
		this.open = false;
	}

	static Histogram histogram() {
		return new Histogram(1, LONGEST, DIGITS);
	}

	/**
	 * Return the times of the calls that have ended since the last look.
	 * @return a histogram, in nanoseconds
	 */
	Histogram interval() {
		return this.recorder.getIntervalHistogram();
	}

	/**
	 * Pass on the first failure.
	 */
	void check() {
		Throwable first = this.failure.get();
		if (first != null) {
			throw new IllegalStateException("A call failed: " + first, first);
		}
	}

}

package io.multifrost.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import io.multifrost.benchmarks.model.Round;

/**
 * Measures a load for a time.
 */
public final class Measurement implements Measurable {

	private static final double NANOS_PER_MICRO = 1000;

	private static final double NANOS_PER_SECOND = 1e9;

	private static final int STABLE_PERCENT = 5;

	private static final long WARM_UP_MILLIS = 250;

	private static final double MILLIS_PER_SECOND = 1000;

	/** So many calls at least, after which the JIT has seen to what matters. */
	private static final int WARM_UP_CALLS = 5_000;

	/** The share of a round, as its inverse, that passes before it counts. */
	private static final int RAMP = 8;

	/** Fewer calls than this say little: the round then goes on for longer. */
	private static final int MIN_CALLS = 3;

	private static final long LONGER = TimeUnit.SECONDS.toNanos(3);

	private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

	private final Load load;

	private final WorkerAllocation worker;

	/**
	 * Make a measurement.
	 * @param load what is measured
	 * @param worker tells what the worker allocates
	 */
	public Measurement(Load load, WorkerAllocation worker) {
		this.load = load;
		WorkerAllocation other = load.allocation();
		this.worker = (other != null) ? other : worker;
	}

	@Override
	public void warmUp(long maxMillis) throws Exception {
		untilStable(this, maxMillis);
	}

	/**
	 * Run until the rate is the same in three rounds one after another.
	 */
	static void untilStable(Measurable measurable, long maxMillis) throws Exception {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis);
		double last = 0;
		double calls = 0;
		int stable = 0;
		while ((stable < 2 || calls < WARM_UP_CALLS) && System.nanoTime() < end) {
			double rate = measurable.run(WARM_UP_MILLIS).rate();
			calls += rate * WARM_UP_MILLIS / MILLIS_PER_SECOND;
			stable = (Math.abs(rate - last) * 100 < last * STABLE_PERCENT) ? stable + 1 : 0;
			last = rate;
		}
	}

	/**
	 * Run the load. Its beginning and its end do not count, so that what counts ran as
	 * the shape says.
	 */
	@Override
	public Round run(long millis) throws Exception {
		Journal journal = new Journal();
		Allocation parent = new Allocation();
		this.load.start(journal);
		TimeUnit.MILLISECONDS.sleep(millis / RAMP);
		this.worker.mark();
		parent.mark();
		journal.interval();
		long began = System.nanoTime();
		TimeUnit.MILLISECONDS.sleep(millis);
		Histogram times = journal.interval();
		while (journal.isOpen() && isTooShort(times.getTotalCount(), System.nanoTime() - began)) {
			TimeUnit.MILLISECONDS.sleep(millis);
			times.add(journal.interval());
		}
		long nanos = System.nanoTime() - began;
		long parentBytes = parent.sinceMark();
		long workerBytes = this.worker.sinceMark();
		journal.close();
		this.load.await();
		journal.check();
		if (times.getTotalCount() == 0) {
			throw new IllegalStateException("No call has ended within the round");
		}
		return round(times, nanos, parentBytes, workerBytes, this.load.extra());
	}

	private static boolean isTooShort(long calls, long nanos) {
		return (calls == 0) ? nanos < LONGEST : calls < MIN_CALLS && nanos < LONGER;
	}

	@Override
	public void close() throws IOException {
		this.load.close();
	}

	/**
	 * Make a round of times that another program has measured.
	 * @param file the times of the calls in nanoseconds, as 64-bit integers of this
	 * machine
	 * @param nanos for how long it measured
	 * @return the round
	 * @throws IOException if the file cannot be read
	 */
	public static Round read(Path file, long nanos) throws IOException {
		Histogram times = Journal.histogram();
		LongBuffer values = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder()).asLongBuffer();
		while (values.hasRemaining()) {
			times.recordValue(values.get());
		}
		return round(times, nanos, -1, -1, Map.of());
	}

	private static Round round(Histogram times, long nanos, long parentBytes, long workerBytes,
			Map<String, Double> extra) {
		long calls = times.getTotalCount();
		return new Round(micros(times, 50), micros(times, 99), micros(times, 99.9), calls * NANOS_PER_SECOND / nanos,
				perCall(parentBytes, calls), perCall(workerBytes, calls), extra);
	}

	private static double micros(Histogram times, double percentile) {
		return times.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
	}

	static @Nullable Double perCall(long bytes, long calls) {
		return (bytes < 0 || calls == 0) ? null : (double) bytes / calls;
	}

}

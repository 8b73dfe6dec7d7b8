package io.multifrost.benchmarks.load;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.multifrost.benchmarks.model.Round;

/**
 * Measures streams of small items. In each round there are plain calls, short streams,
 * whose time to the first item counts, and a long one, whose items are counted.
 */
public final class StreamMeasurement implements Measurable {

	private static final int SHORT = 10;

	/** More items than come in any round, after which the stream is cancelled. */
	private static final long LONG = 1L << 40;

	private static final int RAMP = 8;

	private static final long PATIENCE = 30;

	private static final double NANOS_PER_SECOND = 1e9;

	private final Measurement plainCalls;

	private final Measurement firstItems;

	private final BlockingCalls calls;

	private final WorkerAllocation worker;

	/**
	 * Make a measurement.
	 * @param calls the connection, used by one thread at a time
	 * @param worker tells what the worker allocates
	 * @throws Exception never, as the connection is there
	 */
	public StreamMeasurement(BlockingCalls calls, WorkerAllocation worker) throws Exception {
		this.plainCalls = new Measurement(ThreadsLoad.adding(1, () -> calls), WorkerAllocation.UNKNOWN);
		this.firstItems = new Measurement(ThreadsLoad.firstItems(SHORT, calls), WorkerAllocation.UNKNOWN);
		this.calls = calls;
		this.worker = worker;
	}

	@Override
	public void warmUp(long maxMillis) throws Exception {
		Measurement.untilStable(this, maxMillis);
	}

	@Override
	public Round run(long millis) throws Exception {
		double call = this.plainCalls.run(millis / 2).p50();
		Round first = this.firstItems.run(millis / 2);
		ItemReader reader = new ItemReader();
		FutureTask<Void> stream = new FutureTask<>(() -> {
			this.calls.stream(LONG, reader);
			return null;
		});
		Allocation parent = new Allocation();
		new Thread(stream, "reader").start();
		TimeUnit.MILLISECONDS.sleep(millis / RAMP);
		this.worker.mark();
		parent.mark();
		long before = reader.count();
		long began = System.nanoTime();
		TimeUnit.MILLISECONDS.sleep(millis);
		long items = reader.count() - before;
		long nanos = System.nanoTime() - began;
		long parentBytes = parent.sinceMark();
		long workerBytes = this.worker.sinceMark();
		reader.stop();
		stream.get(PATIENCE, TimeUnit.SECONDS);
		return new Round(first.p50(), first.p99(), first.p999(), items * NANOS_PER_SECOND / nanos,
				Measurement.perCall(parentBytes, items), Measurement.perCall(workerBytes, items),
				Map.of("plain_call_p50_us", call, "first_item_of_a_plain_call", first.p50() / call));
	}

	@Override
	public void close() throws IOException {
		this.calls.close();
	}

}

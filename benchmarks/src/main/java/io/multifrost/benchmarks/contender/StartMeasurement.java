package io.multifrost.benchmarks.contender;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.model.Round;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;

/**
 * The start of a worker up to the answer to its first call, and its stop; one of each a
 * round.
 */
final class StartMeasurement implements Measurable {

	private static final double NANOS_PER_MILLI = 1e6;

	private final Supplier<ParentWorkerBuilder> builder;

	private final boolean java;

	StartMeasurement(Supplier<ParentWorkerBuilder> builder, boolean java) {
		this.builder = builder;
		this.java = java;
	}

	/**
	 * Ask a worker when it was ready. Only Linux has one clock for all processes, and
	 * only the Java worker has the function.
	 */
	private @Nullable Long readyAt(ParentWorker worker) {
		boolean comparable = this.java && System.getProperty("os.name").startsWith("Linux");
		return comparable ? worker.call("readyAt", Long.class) : null;
	}

	@Override
	public void warmUp(long maxMillis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis);
		while (System.nanoTime() < end) {
			run(0);
		}
	}

	@Override
	public Round run(long millis) {
		Map<String, Double> extra = new TreeMap<>();
		long began = System.nanoTime();
		ParentWorker worker = this.builder.get().start();
		long started = System.nanoTime();
		try (worker) {
			worker.call("add", Long.class, 10, 20);
			extra.put("start_to_first_answer_ms", (System.nanoTime() - began) / NANOS_PER_MILLI);
			Long readyAt = readyAt(worker);
			if (readyAt != null) {
				extra.put("start_after_ready_ms", (started - readyAt) / NANOS_PER_MILLI);
			}
			began = System.nanoTime();
		}
		extra.put("stop_ms", (System.nanoTime() - began) / NANOS_PER_MILLI);
		return new Round(0, 0, 0, 0, null, null, extra);
	}

}

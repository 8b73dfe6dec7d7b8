package io.multifrost.benchmarks.contender;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.HdrHistogram.Histogram;

import io.multifrost.benchmarks.load.Measurable;
import io.multifrost.benchmarks.model.Round;

/**
 * How long small calls take while the same worker is always busy with one large call.
 */
final class BesidePayloadMeasurement implements Measurable {

	private static final double NANOS_PER_MILLI = 1e6;

	private static final long MIN_MILLIS = 2000;

	private final MultifrostContender contender;

	private final byte[] payload;

	BesidePayloadMeasurement(MultifrostContender contender, int bytes) {
		this.contender = contender;
		this.payload = new byte[bytes];
		new Random(1).nextBytes(this.payload);
	}

	@Override
	public void warmUp(long maxMillis) throws Exception {
		run(maxMillis);
	}

	@Override
	public Round run(long millis) throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Histogram> large = CompletableFuture.supplyAsync(() -> echoUntil(over),
				(task) -> new Thread(task, "large-calls").start());
		Histogram small = SmallCalls.run(this.contender, Math.max(millis, MIN_MILLIS));
		over.set(true);
		double transfer = large.join().getValueAtPercentile(50) / NANOS_PER_MILLI;
		double worst = small.getValueAtPercentile(99) / NANOS_PER_MILLI;
		return new Round(0, 0, 0, 0, null, null,
				Map.of("large_p50_ms", transfer, "small_p50_ms", small.getValueAtPercentile(50) / NANOS_PER_MILLI,
						"small_p99_ms", worst, "small_p99_of_large_p50", worst / transfer));
	}

	private Histogram echoUntil(AtomicBoolean over) {
		Histogram large = new Histogram(3);
		while (!over.get()) {
			long began = System.nanoTime();
			if (this.contender.echo(this.payload).length != this.payload.length) {
				throw new IllegalStateException("Other bytes came back than were sent");
			}
			large.recordValue(System.nanoTime() - began);
		}
		return large;
	}

}

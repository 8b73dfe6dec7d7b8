package io.multifrost.internal.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Feeds the decoder what no peer would send. {@code -Dfuzz.inputs} says how much of it
 * ({@code ./mvnw -Pfuzz verify}: 10 million), {@code -Dfuzz.seed} with what it begins. A
 * failure names the seed and the index of the input.
 */
class DecoderFuzzTests {

	private static final int THREADS = 2;

	private static final int CHUNK = 1_000;

	private final long inputs = Long.getLong("fuzz.inputs", 200_000);

	private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

	private final AtomicLong next = new AtomicLong();

	@Test
	void anyInputIsDecodedOrRefusedWithinItsMemory() throws Exception {
		long start = System.nanoTime();
		System.out.println("fuzz: seed=" + this.seed + " inputs=" + this.inputs);
		FuzzInputs source = new FuzzInputs(this.seed);
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		long decoded = 0;
		long converted = 0;
		long refused = 0;
		try {
			List<Future<FuzzTarget>> targets = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				targets.add(executor.submit(() -> feed(source)));
			}
			for (Future<FuzzTarget> future : targets) {
				FuzzTarget target = future.get();
				decoded += target.decoded();
				converted += target.converted();
				refused += target.refused();
			}
		}
		finally {
			executor.shutdownNow();
		}
		System.out.printf("fuzz: seed=%d inputs=%d seconds=%d decoded=%d converted=%d refused=%d%n", this.seed,
				this.inputs, (System.nanoTime() - start) / 1_000_000_000, decoded, converted, refused);
		// Or the inputs would no longer reach what is to be tested
		assertThat(decoded).isBetween(this.inputs / 5, this.inputs * 4 / 5);
		assertThat(converted).isGreaterThan(this.inputs / 20);
		assertThat(refused).isGreaterThan(this.inputs / 20);
	}

	private FuzzTarget feed(FuzzInputs source) {
		FuzzTarget target = new FuzzTarget();
		for (long from = take(); from < this.inputs; from = take()) {
			for (long index = from; index < Math.min(from + CHUNK, this.inputs); index++) {
				try {
					target.accept(index, source.input(index));
				}
				catch (AssertionError ex) {
					throw new AssertionError("Seed " + this.seed + ", input " + index, ex);
				}
			}
		}
		return target;
	}

	private long take() {
		return this.next.getAndAdd(CHUNK);
	}

}

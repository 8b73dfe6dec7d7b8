package io.multifrost.benchmarks.load;

import java.io.IOException;

import io.multifrost.benchmarks.model.Round;

/**
 * What can be measured in rounds.
 */
public interface Measurable extends AutoCloseable {

	/**
	 * Run until what is measured is the same each time.
	 * @param maxMillis when to go on all the same
	 * @throws Exception if a call fails
	 */
	default void warmUp(long maxMillis) throws Exception {
	}

	/**
	 * Measure.
	 * @param millis for how long it counts
	 * @return what was measured
	 * @throws Exception if a call fails
	 */
	Round run(long millis) throws Exception;

	@Override
	default void close() throws IOException {
	}

}

package io.multifrost.benchmarks.load;

import java.io.IOException;
import java.util.Map;

/**
 * Keeps calls under way. One is used for all rounds of a shape.
 */
public interface Load extends AutoCloseable {

	/**
	 * Begin to call.
	 * @param journal is told of each call; it also says when to stop
	 */
	void start(Journal journal);

	/**
	 * Wait until all calls have ended, after the journal was closed.
	 * @throws Exception if the load does not end
	 */
	void await() throws Exception;

	/**
	 * Return what else is known after a round.
	 * @return figures by their names
	 */
	default Map<String, Double> extra() {
		return Map.of();
	}

	/**
	 * Give up what was prepared for the rounds.
	 */
	@Override
	default void close() throws IOException {
	}

}

package io.multifrost.benchmarks.load;

import java.io.IOException;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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
	 * Return what tells the allocation of the worker that is called, where that is not
	 * the contender's usual one.
	 * @return asks the worker, or {@code null} for the usual one
	 */
	default @Nullable WorkerAllocation allocation() {
		return null;
	}

	/**
	 * Give up what was prepared for the rounds.
	 */
	@Override
	default void close() throws IOException {
	}

}

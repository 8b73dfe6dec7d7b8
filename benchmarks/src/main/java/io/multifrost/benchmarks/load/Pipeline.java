package io.multifrost.benchmarks.load;

import java.io.IOException;

/**
 * A connection on which one thread sends calls before it has read the answers to earlier
 * ones.
 */
public interface Pipeline extends AutoCloseable {

	/**
	 * Send a call of {@code add}.
	 * @param id an id, which comes back with the answer
	 * @param a one number
	 * @param b another
	 * @throws Exception if it could not be sent
	 */
	void send(long id, long a, long b) throws Exception;

	/**
	 * Wait for the next answer.
	 * @return the answer
	 * @throws Exception if the connection is lost
	 */
	Answer receive() throws Exception;

	@Override
	void close() throws IOException;

	/**
	 * An answer.
	 *
	 * @param id the id of its call
	 * @param sum what the worker answered
	 */
	record Answer(long id, long sum) {
	}

}

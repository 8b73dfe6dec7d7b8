package io.multifrost.benchmarks.load;

import java.io.IOException;

/**
 * Calls that wait for their answer. Used by one thread, which closes it.
 */
public interface BlockingCalls extends AutoCloseable {

	/**
	 * Call {@code add}.
	 * @param a one number
	 * @param b another
	 * @return what the worker answered
	 * @throws Exception if the call failed
	 */
	long add(long a, long b) throws Exception;

	/**
	 * Call a function that returns its argument.
	 * @param value some bytes
	 * @return what the worker answered
	 * @throws Exception if the call failed
	 */
	default byte[] echo(byte[] value) throws Exception {
		throw new UnsupportedOperationException("This contender does not send bytes");
	}

	/**
	 * Call a function that returns its argument.
	 * @param values some numbers
	 * @return what the worker answered
	 * @throws Exception if the call failed
	 */
	default double[] echo(double[] values) throws Exception {
		throw new UnsupportedOperationException("This contender does not send numbers");
	}

	@Override
	default void close() throws IOException {
	}

}

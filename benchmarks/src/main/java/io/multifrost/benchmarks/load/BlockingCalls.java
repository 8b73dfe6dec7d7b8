package io.multifrost.benchmarks.load;

import java.io.IOException;
import java.util.function.LongPredicate;

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

	/**
	 * Call a function that adds one to each number.
	 * @param values some numbers
	 * @return what the worker answered
	 * @throws Exception if the call failed
	 */
	default double[] increment(double[] values) throws Exception {
		throw new UnsupportedOperationException("This contender does not send arrays");
	}

	/**
	 * Call a function that streams the numbers from 0 on, and read them until the stream
	 * ends, or no more are wanted.
	 * @param count how many numbers are asked for
	 * @param reader takes a number, and returns whether it wants more
	 * @throws Exception if the call failed
	 */
	default void stream(long count, LongPredicate reader) throws Exception {
		throw new UnsupportedOperationException("This contender does not stream");
	}

	@Override
	default void close() throws IOException {
	}

}

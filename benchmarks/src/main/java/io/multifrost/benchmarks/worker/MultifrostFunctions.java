package io.multifrost.benchmarks.worker;

import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the workers of this project serve.
 */
public final class MultifrostFunctions {

	private static volatile long readyAt;

	static void ready() {
		readyAt = System.nanoTime();
	}

	/**
	 * Add.
	 * @param a one number
	 * @param b another
	 * @return the sum
	 */
	public long add(long a, long b) {
		return a + b;
	}

	/**
	 * Return the argument.
	 * @param value some bytes
	 * @return the same
	 */
	public byte[] echo(byte[] value) {
		return value;
	}

	/**
	 * Return the argument.
	 * @param values some numbers
	 * @return the same
	 */
	public double[] echoNumbers(double[] values) {
		return values;
	}

	/**
	 * Count.
	 * @param count how many numbers
	 * @return the numbers from 0 on
	 */
	public Stream<Long> count(long count) {
		return LongStream.range(0, count).boxed();
	}

	/**
	 * Tell when the worker was ready.
	 * @return a time as {@link System#nanoTime()} gives it, which on Linux counts from
	 * the same moment in all processes
	 */
	public long readyAt() {
		return readyAt;
	}

	/**
	 * Never answer.
	 * @return a future that nobody completes
	 */
	public CompletableFuture<Long> never() {
		return new CompletableFuture<>();
	}

}

package io.multifrost.benchmarks.contender;

import java.util.function.LongPredicate;

import io.multifrost.benchmarks.load.BlockingCalls;

/**
 * Calls that threads share, so that the end of one thread does not close them.
 *
 * @param calls the calls
 */
record Shared(BlockingCalls calls) implements BlockingCalls {

	@Override
	public long add(long a, long b) throws Exception {
		return this.calls.add(a, b);
	}

	@Override
	public byte[] echo(byte[] value) throws Exception {
		return this.calls.echo(value);
	}

	@Override
	public double[] echo(double[] values) throws Exception {
		return this.calls.echo(values);
	}

	@Override
	public double[] increment(double[] values) throws Exception {
		return this.calls.increment(values);
	}

	@Override
	public void stream(long count, LongPredicate reader) throws Exception {
		this.calls.stream(count, reader);
	}

}

package io.multifrost.benchmarks.contender;

import java.util.concurrent.CompletableFuture;

import io.multifrost.MultifrostFunction;

/**
 * The functions of a worker of this project, as a user declares them.
 */
interface Calculator {

	long add(long a, long b);

	@MultifrostFunction("add")
	CompletableFuture<Long> addLater(long a, long b);

	byte[] echo(byte[] value);

	double[] increment(double[] values);

	byte[] incrementBytes(byte[] values);

	@MultifrostFunction("echoNumbers")
	double[] echoNumbers(double[] values);

}

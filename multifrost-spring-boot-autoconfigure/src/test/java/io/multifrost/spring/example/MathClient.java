package io.multifrost.spring.example;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.multifrost.spring.MultifrostClient;

/**
 * A client of the worker that {@link MathWorkerProgram} is.
 */
@MultifrostClient("math")
public interface MathClient {

	long add(long a, long b);

	Optional<String> find(String name);

	CompletableFuture<Double> divide(double a, double b);

	void sleep(long millis);

	default long twice(long a) {
		return add(a, a);
	}

}

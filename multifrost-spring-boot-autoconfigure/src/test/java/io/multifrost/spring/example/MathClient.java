package io.multifrost.spring.example;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Mono;

import io.multifrost.MultifrostFunction;
import io.multifrost.spring.MultifrostClient;

/**
 * A client of the worker that {@link MathWorkerProgram} is.
 */
@MultifrostClient("math")
public interface MathClient {

	long add(long a, long b);

	Optional<String> find(String name);

	CompletableFuture<Double> divide(double a, double b);

	@MultifrostFunction("add")
	Mono<Long> addLater(long a, long b);

	@MultifrostFunction("sleep")
	Mono<Void> sleepLater(long millis);

	void sleep(long millis);

}

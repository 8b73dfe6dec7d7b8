package io.multifrost.spring.reactive;

import reactor.core.publisher.Mono;

import io.multifrost.spring.MultifrostClient;

/**
 * A client whose calls are reactive.
 */
@MultifrostClient("math")
public interface ReactiveMathClient {

	Mono<Long> add(long a, long b);

	Mono<String> find(String name);

	Mono<Void> sleep(long millis);

}

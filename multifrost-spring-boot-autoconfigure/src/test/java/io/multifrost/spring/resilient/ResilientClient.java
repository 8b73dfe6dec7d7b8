package io.multifrost.spring.resilient;

import java.util.concurrent.CompletableFuture;

import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.ratelimiter.annotation.RateLimiter;
import io.github.resilience4j.retry.annotation.Retry;

import io.multifrost.spring.MultifrostClient;

/**
 * A client with annotations of Resilience4j.
 */
@MultifrostClient("flaky")
interface ResilientClient {

	@Retry(name = "repeatable")
	int third();

	@Bulkhead(name = "narrow")
	CompletableFuture<Void> sleep(long millis);

	@RateLimiter(name = "slow")
	int next();

}

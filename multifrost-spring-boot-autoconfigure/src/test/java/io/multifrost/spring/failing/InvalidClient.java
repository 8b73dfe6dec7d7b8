package io.multifrost.spring.failing;

import java.util.concurrent.Future;

import io.multifrost.spring.MultifrostClient;

/**
 * A client that cannot be served.
 */
@MultifrostClient("math")
interface InvalidClient {

	Future<Long> add(long a, long b);

}

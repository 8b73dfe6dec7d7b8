package io.multifrost.internal.transport;

import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import zmq.util.Utils;

import static org.assertj.core.api.Assertions.assertThat;

class LocalRandomTests {

	/**
	 * Fails with a version of JeroMQ that holds its generator elsewhere: workers would
	 * still work, but start later.
	 */
	@Test
	void jeroMqTakesItsNumbersFromHere() {
		CompletableFuture<int[]> numbers = new CompletableFuture<>();
		new Thread(() -> {
			if (LocalRandom.useOnThisThread()) {
				numbers.complete(new int[] { Utils.randomInt(), Utils.randomInt(10), Utils.randomBytes(16).length });
			}
			else {
				numbers.completeExceptionally(new AssertionError("JeroMQ has changed: see LocalRandom"));
			}
		}).start();
		assertThat(numbers.orTimeout(10, TimeUnit.SECONDS).join()).hasSize(3).satisfies((found) -> {
			assertThat(found[1]).isBetween(0, 9);
			assertThat(found[2]).isEqualTo(16);
		});
	}

	@Test
	void otherThreadsKeepTheirOwn() throws Exception {
		Field field = Utils.class.getDeclaredField("random");
		field.setAccessible(true);
		ThreadLocal<?> generators = (ThreadLocal<?>) field.get(null);
		CompletableFuture<Object> other = new CompletableFuture<>();
		new Thread(() -> {
			LocalRandom.useOnThisThread();
			other.complete(generators.get());
		}).start();
		assertThat(other.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(LocalRandom.class);
		assertThat(generators.get()).isInstanceOf(SecureRandom.class).isNotInstanceOf(LocalRandom.class);
	}

}

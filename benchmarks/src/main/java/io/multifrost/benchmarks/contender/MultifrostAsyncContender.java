package io.multifrost.benchmarks.contender;

import java.io.IOException;
import java.util.Objects;

/**
 * This project through {@code callAsync}.
 */
final class MultifrostAsyncContender extends MultifrostContender {

	MultifrostAsyncContender() throws IOException {
	}

	@Override
	public long add(long a, long b) {
		return worker().callAsync("add", Long.class, a, b).join();
	}

	@Override
	public byte[] echo(byte[] value) {
		return Objects.requireNonNull(worker().callAsync("echo", byte[].class, value).join());
	}

	@Override
	public void add(long a, long b, Reply reply) {
		tell(worker().callAsync("add", Long.class, a, b), reply);
	}

}

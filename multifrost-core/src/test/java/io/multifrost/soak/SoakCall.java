package io.multifrost.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import io.multifrost.parent.CallOptions;

/**
 * One call by chance, and how to know its right answer.
 */
record SoakCall(String function, Class<?> type, Object[] arguments, boolean idempotent, Duration timeout,
		Predicate<Object> right) {

	static SoakCall random(RandomGenerator random, Marks marks) {
		boolean idempotent = random.nextInt(3) == 0;
		Duration timeout = Duration.ofMillis(random.nextInt(500, 4_000));
		int kind = random.nextInt(100);
		if (kind < 8) {
			String token = marks.token(idempotent);
			return new SoakCall("mark", String.class, new Object[] { token }, idempotent, timeout,
					(result) -> marks.answered(token, result));
		}
		if (kind < 12) {
			return returning("nap", (long) random.nextInt(30), idempotent, timeout);
		}
		if (kind < 20) {
			byte[] bytes = new byte[random.nextInt(1 << random.nextInt(1, 18))];
			random.nextBytes(bytes);
			return new SoakCall("echo", byte[].class, new Object[] { bytes }, idempotent, timeout,
					(result) -> result instanceof byte[] echo && Arrays.equals(bytes, echo));
		}
		if (kind < 30) {
			List<Object> list = List.of(random.nextLong(), "text " + random.nextInt(), random.nextDouble());
			return new SoakCall("echo", Object.class, new Object[] { list }, idempotent, timeout, list::equals);
		}
		long a = random.nextInt();
		long b = random.nextInt();
		return new SoakCall("add", long.class, new Object[] { a, b }, idempotent, timeout,
				(result) -> Long.valueOf(a + b).equals(result));
	}

	static SoakCall burn(long millis) {
		return returning("burn", millis, false, Duration.ofSeconds(4));
	}

	static SoakCall flood(long size, boolean error) {
		return new SoakCall("flood", long.class, new Object[] { size, error }, false, Duration.ofSeconds(4),
				(result) -> Long.valueOf(size).equals(result));
	}

	static SoakCall hostile(int seed) {
		return new SoakCall("hostile", long.class, new Object[] { seed }, false, Duration.ofSeconds(4),
				(result) -> Long.valueOf(seed).equals(result));
	}

	static SoakCall exit(int code) {
		return new SoakCall("exit", Void.class, new Object[] { code }, false, Duration.ofSeconds(4), (result) -> false);
	}

	private static SoakCall returning(String function, long argument, boolean idempotent, Duration timeout) {
		return new SoakCall(function, long.class, new Object[] { argument }, idempotent, timeout,
				(result) -> Long.valueOf(argument).equals(result));
	}

	CallOptions options() {
		return CallOptions.DEFAULTS.withTimeout(this.timeout).withIdempotent(this.idempotent);
	}

}

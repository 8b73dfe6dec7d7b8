package io.multifrost.sample.interop;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import tools.jackson.databind.json.JsonMapper;

import io.multifrost.child.ChildWorker;

/**
 * The Java worker that peers call. It writes down what it received into the file that the
 * environment names, for the test to look at.
 */
public final class InteropWorker {

	static final String RECORD = "INTEROP_RECORD";

	private static final int THREADS = 16;

	private static final int HOLD_SECONDS = 20;

	private final Map<String, CountDownLatch> released = new ConcurrentHashMap<>();

	public static void main(String[] args) {
		List<String> arguments = List.of(args);
		var builder = ChildWorker.serving(new InteropWorker()).concurrency(THREADS);
		int id = arguments.indexOf("--service-id") + 1;
		if (id > 0) {
			builder.serviceId(arguments.get(id));
		}
		builder.run();
	}

	/**
	 * Lists and bytes go back as streams, in place of which the parents get the whole.
	 */
	public Object record(String name, Object value) throws IOException {
		String line = JsonMapper.shared().writeValueAsString(Map.of("case", name, "value", Canonical.text(value)));
		synchronized (this) {
			Files.writeString(Path.of(System.getenv(RECORD)), line + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		if (value instanceof List<?> list) {
			return list.stream();
		}
		return (value instanceof byte[] bytes) ? new ByteArrayInputStream(bytes) : value;
	}

	public Object echo(Object value) {
		return value;
	}

	public long add(long a, long b) {
		return a + b;
	}

	public void fail(String message) {
		throw new IllegalArgumentException(message);
	}

	public void nothing() {
	}

	public long slow(long millis) throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(millis);
		return millis;
	}

	public String hold(String key) throws InterruptedException, TimeoutException {
		if (!latch(key).await(HOLD_SECONDS, TimeUnit.SECONDS)) {
			throw new TimeoutException(key + " was not released");
		}
		return key;
	}

	public String release(String key) {
		latch(key).countDown();
		return key;
	}

	public long pid() {
		return ProcessHandle.current().pid();
	}

	private CountDownLatch latch(String key) {
		return this.released.computeIfAbsent(key, (absent) -> new CountDownLatch(1));
	}

}

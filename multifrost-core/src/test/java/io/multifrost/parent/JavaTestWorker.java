package io.multifrost.parent;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.multifrost.child.ChildWorker;
import io.multifrost.process.WorkerCommand;

/**
 * A worker program for tests.
 */
public class JavaTestWorker {

	public static void main(String[] args) {
		ChildWorker.serving(new JavaTestWorker()).run();
	}

	public static ParentWorkerBuilder spawn() {
		return ParentWorker.spawn(WorkerCommand.java(JavaTestWorker.class.getName()))
			.name("java")
			.startTimeout(Duration.ofMinutes(1)); // several JVMs may share a busy
													// processor
	}

	public long add(long a, long b) {
		return a + b;
	}

	public Object echo(Object value) {
		return value;
	}

	public void fail(String message) {
		throw new IllegalArgumentException(message);
	}

	public void hang() throws InterruptedException {
		new CountDownLatch(1).await();
	}

	public CompletableFuture<String> later(String value) {
		return CompletableFuture.supplyAsync(() -> value);
	}

	public CompletableFuture<String> slowly(String value, long millis) {
		return CompletableFuture.supplyAsync(() -> value,
				CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
	}

	/**
	 * Return once the JVM has begun to end, which goes on while this is awaited.
	 */
	public void awaitEnd() throws InterruptedException {
		while (!isEnding()) {
			TimeUnit.MILLISECONDS.sleep(5);
		}
	}

	private static boolean isEnding() {
		Thread hook = new Thread(() -> {
		});
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			return !Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	public void exit(int code) {
		Runtime.getRuntime().halt(code);
	}

	public Stream<Long> doubled(Stream<Long> numbers) {
		return numbers.map((number) -> 2 * number);
	}

	public Stream<Long> upTo(long number) {
		return LongStream.range(0, number).boxed();
	}

	public byte[] bytes(int size) {
		return new byte[size];
	}

	public Map<String, Object> environment(String name) {
		return Map.of(name, System.getenv(name));
	}

	public void print(int count) {
		for (int i = 0; i < count; i++) {
			System.out.println("out " + i);
			System.err.println("err " + i);
		}
	}

}

package io.multifrost.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.registry.FileServiceRegistry;

/**
 * A worker for the soak: spawned by a parent, or, with the arguments
 * {@code ID DIRECTORY}, a service. {@code soak_worker.py} serves the same functions.
 */
public final class SoakWorker {

	/** Names the file to which {@code mark} appends. */
	static final String MARKS = "SOAK_MARKS";

	private SoakWorker() {
	}

	public static void main(String[] args) {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
		ChildWorkerBuilder worker = ChildWorker.serving(new SoakWorker());
		if (args.length > 1) {
			worker.serviceId(args[0]).registry(FileServiceRegistry.inDirectory(Path.of(args[1])));
		}
		worker.run();
	}

	public long add(long a, long b) {
		return a + b;
	}

	public Object echo(Object value) {
		return value;
	}

	public Stream<Long> count(long number) {
		return LongStream.range(0, number).boxed();
	}

	public long total(Iterator<Long> numbers) {
		long total = 0;
		long next = 0;
		while (numbers.hasNext()) {
			long number = numbers.next();
			if (number != next++) {
				throw new IllegalArgumentException("item " + (next - 1) + " was expected, but " + number + " came");
			}
			total += number;
		}
		return total;
	}

	public Stream<Long> same(Stream<Long> numbers) {
		return numbers;
	}

	public long nap(long millis) throws InterruptedException {
		new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
		return millis;
	}

	public long burn(long millis) {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		return millis;
	}

	public long flood(long size, boolean error) {
		PrintStream stream = error ? System.err : System.out;
		String line = "f".repeat(127);
		for (long i = 0; i < size / 128; i++) {
			stream.println(line);
		}
		return size;
	}

	public String mark(String token) throws IOException {
		Files.write(Path.of(System.getenv(MARKS)), (token + "\n").getBytes(StandardCharsets.US_ASCII),
				StandardOpenOption.APPEND);
		return token;
	}

	public void exit(int code) {
		Runtime.getRuntime().halt(code);
	}

}

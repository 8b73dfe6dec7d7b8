package io.multifrost.parent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.multifrost.child.ChildWorker;
import io.multifrost.registry.FileServiceRegistry;

/**
 * A service that is a program of its own, for tests:
 * {@code ServiceProgram ID DIRECTORY DRAIN_MILLIS}.
 */
public class ServiceProgram {

	public static void main(String[] args) {
		ChildWorker.serving(new ServiceProgram())
			.serviceId(args[0])
			.registry(FileServiceRegistry.inDirectory(Path.of(args[1])))
			.drainTimeout(Duration.ofMillis(Long.parseLong(args[2])))
			.concurrency(4)
			.run();
	}

	static Process start(String id, Path directory) throws IOException {
		return start(id, directory, Duration.ofSeconds(15));
	}

	static Process start(String id, Path directory, Duration drainTimeout) throws IOException {
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), ServiceProgram.class.getName(),
				id, directory.toString(), Long.toString(drainTimeout.toMillis())));
		return new ProcessBuilder(line).redirectErrorStream(true)
			.redirectOutput(directory.resolve(id + ".log").toFile())
			.start();
	}

	public long pid() {
		return ProcessHandle.current().pid();
	}

	public int work(int number, int millis) throws InterruptedException {
		new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
		return number;
	}

	public void print(String text) {
		System.out.println(text);
	}

}

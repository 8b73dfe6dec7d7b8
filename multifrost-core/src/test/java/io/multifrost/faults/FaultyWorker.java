package io.multifrost.faults;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.multifrost.child.ChildWorker;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.process.WorkerCommand;

/**
 * A worker that can be told to misbehave.
 */
public final class FaultyWorker {

	private static final RestartPolicy RESTARTS = new RestartPolicy(100, Duration.ofSeconds(60), Duration.ofMillis(10),
			Duration.ofMillis(100), 0, Duration.ofSeconds(30));

	private FaultyWorker() {
	}

	public static void main(String[] arguments) {
		ChildWorker.serving(new FaultyWorker()).concurrency(4).drainTimeout(Duration.ofMinutes(1)).run();
	}

	static WorkerCommand command() {
		return WorkerCommand.java(FaultyWorker.class.getName(), "-XX:TieredStopAtLevel=1");
	}

	/**
	 * Describe one that comes back by itself.
	 */
	static ParentWorkerBuilder spawn() {
		return ParentWorker.spawn(command())
			.name("faulty")
			.restartPolicy(RESTARTS)
			.heartbeat(new HeartbeatSettings(Duration.ofMillis(200), Duration.ofSeconds(1), 1));
	}

	public long add(long a, long b) {
		return a + b;
	}

	public void hang() throws InterruptedException {
		new CountDownLatch(1).await();
	}

	public void exit(int code) {
		Runtime.getRuntime().halt(code);
	}

	/**
	 * Write lines of 100 characters past everything that the worker does with output.
	 */
	public long flood(int lines, boolean error) throws IOException {
		byte[] block = ("f".repeat(99) + "\n").repeat(100).getBytes(StandardCharsets.US_ASCII);
		try (FileOutputStream pipe = new FileOutputStream(error ? FileDescriptor.err : FileDescriptor.out)) {
			for (int i = 0; i < lines; i += 100) {
				pipe.write(block);
			}
		}
		return lines;
	}

	/**
	 * Write one line that has no end, past everything that the worker does with output.
	 */
	public long floodWithoutEnd(int megabytes) throws IOException {
		byte[] block = "f".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
		try (FileOutputStream pipe = new FileOutputStream(FileDescriptor.out)) {
			for (int i = 0; i < megabytes; i++) {
				pipe.write(block);
			}
		}
		return megabytes;
	}

}

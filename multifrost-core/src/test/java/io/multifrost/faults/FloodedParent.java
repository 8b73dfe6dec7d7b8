package io.multifrost.faults;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorker;

/**
 * A parent that handles none of its worker's output before all of it was written, and
 * makes calls meanwhile.
 */
public final class FloodedParent {

	private FloodedParent() {
	}

	public static void main(String[] arguments) {
		CountDownLatch written = new CountDownLatch(1);
		CountDownLatch handled = new CountDownLatch(1);
		// No heartbeats: a machine under load is not what this is about.
		try (ParentWorker worker = ParentWorker.spawn(FaultyWorker.command())
			.heartbeat(new HeartbeatSettings(Duration.ZERO, Duration.ofSeconds(3), 1))
			.startTimeout(Duration.ofMinutes(2))
			.callTimeout(Duration.ofMinutes(4))
			.onStdout((line) -> {
				await(written);
				handled.countDown();
			})
			.start()) {
			long pid = worker.pid().orElseThrow();
			CompletableFuture<Long> flood = worker.callAsync("floodWithoutEnd", Long.class, 100);
			long calls = 0;
			do {
				check(worker.call("add", Long.class, calls, 1) == calls + 1, "a call was answered wrongly");
				calls++;
			}
			while (!flood.isDone());
			check(flood.join() == 100, "the flood did not end");
			written.countDown();
			await(handled);
			check(worker.call("add", Long.class, 1, 2) == 3, "a call was answered wrongly");
			check(worker.pid().orElseThrow() == pid, "the worker was started again");
			System.out.println("answered");
		}
	}

	private static void check(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalStateException(otherwise);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

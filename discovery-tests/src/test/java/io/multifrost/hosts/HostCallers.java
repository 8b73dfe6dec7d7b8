package io.multifrost.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.multifrost.MultifrostException;
import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;

/**
 * Threads that call all the time, every other call being one that may be repeated.
 */
final class HostCallers {

	private static final int THREADS = 16;

	/** Within which each call has to end, by its own timeout or otherwise. */
	private static final Duration LIMIT = Duration.ofSeconds(10);

	/** What it takes to notice beyond that on a machine that has other things to do. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	final AtomicLong calls = new AtomicLong();

	final AtomicLong late = new AtomicLong();

	final AtomicLong wrong = new AtomicLong();

	final AtomicLong failed = new AtomicLong();

	final AtomicLong failedIdempotent = new AtomicLong();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean ended;

	private volatile String lastFailure = "";

	HostCallers(ParentWorker worker) {
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(() -> call(worker), "caller-" + i);
			this.threads.add(thread);
			thread.start();
		}
	}

	private void call(ParentWorker worker) {
		for (long number = 0; !this.ended; number++) {
			boolean idempotent = number % 2 == 0;
			CallOptions options = CallOptions.DEFAULTS.withTimeout(LIMIT).withIdempotent(idempotent);
			long began = System.nanoTime();
			try {
				if (worker.call(options, "next", Long.class, number) != number + 1) {
					this.wrong.incrementAndGet();
				}
			}
			catch (MultifrostException ex) {
				this.lastFailure = ex.getMessage();
				(idempotent ? this.failedIdempotent : this.failed).incrementAndGet();
			}
			this.calls.incrementAndGet();
			if (System.nanoTime() - began > LIMIT.plus(GRACE).toNanos()) {
				this.late.incrementAndGet();
			}
		}
	}

	String lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Let the calls that are made end.
	 * @return how many have not
	 */
	long end() throws InterruptedException {
		this.ended = true;
		for (Thread thread : this.threads) {
			thread.join(LIMIT.plus(GRACE).toMillis());
		}
		return this.threads.stream().filter(Thread::isAlive).count();
	}

}

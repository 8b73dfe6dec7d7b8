package io.multifrost.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.multifrost.parent.ParentWorker;

/**
 * Threads that call: some wait for each answer, others keep many calls in flight and
 * cancel some of them.
 */
final class Callers {

	private static final int BLOCKING = 6;

	private static final int ASYNC = 2;

	private static final int IN_FLIGHT = 24;

	private final List<ParentWorker> workers;

	private final Ledger ledger;

	private final Marks marks;

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean stopped;

	Callers(List<ParentWorker> workers, Ledger ledger, Marks marks) {
		this.workers = workers;
		this.ledger = ledger;
		this.marks = marks;
	}

	void start(SplittableRandom random) {
		for (int i = 0; i < BLOCKING + ASYNC; i++) {
			SplittableRandom own = random.split();
			boolean blocking = i < BLOCKING;
			Thread thread = new Thread(() -> {
				if (blocking) {
					callAndWait(own);
				}
				else {
					callAndGoOn(own);
				}
			}, "soak-caller-" + i);
			this.threads.add(thread);
			thread.start();
		}
	}

	/**
	 * Stop calling, and wait for what was called.
	 * @return whether all threads have ended
	 */
	boolean stop(long seconds) throws InterruptedException {
		this.stopped = true;
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		for (Thread thread : this.threads) {
			thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
		}
		return this.threads.stream().noneMatch(Thread::isAlive);
	}

	private ParentWorker worker(SplittableRandom random) {
		return this.workers.get(random.nextInt(this.workers.size()));
	}

	private void callAndWait(SplittableRandom random) {
		while (!this.stopped) {
			if (!call(worker(random), SoakCall.random(random, this.marks))) {
				pause(random);
			}
		}
	}

	/**
	 * Call and wait for the end.
	 * @return whether there was an answer
	 */
	boolean call(ParentWorker worker, SoakCall call) {
		Ledger.Entry entry = this.ledger.begin(worker.name() + "." + call.function(), call.timeout());
		Object result;
		try {
			result = worker.call(call.options(), call.function(), call.type(), call.arguments());
		}
		catch (Throwable ex) {
			entry.failed(ex);
			return false;
		}
		entry.answered(call.right().test(result));
		return true;
	}

	private void callAndGoOn(SplittableRandom random) {
		Semaphore permits = new Semaphore(IN_FLIGHT);
		while (!this.stopped) {
			if (!acquire(permits)) {
				continue;
			}
			CompletableFuture<?> future = callAsync(worker(random), SoakCall.random(random, this.marks));
			future.whenComplete((result, failure) -> permits.release());
			if (future.isCompletedExceptionally()) {
				pause(random);
			}
			if (random.nextInt(30) == 0) {
				if (random.nextBoolean()) {
					LockSupport.parkNanos(random.nextLong(2_000_000));
				}
				future.cancel(true);
			}
		}
	}

	private static boolean acquire(Semaphore permits) {
		try {
			return permits.tryAcquire(100, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nobody interrupts these threads", ex);
		}
	}

	CompletableFuture<?> callAsync(ParentWorker worker, SoakCall call) {
		Ledger.Entry entry = this.ledger.begin(worker.name() + "." + call.function() + " (async)", call.timeout());
		CompletableFuture<?> future = worker.callAsync(call.options(), call.function(), call.type(), call.arguments());
		future.whenComplete((result, failure) -> {
			if (failure != null) {
				entry.failed((failure instanceof CompletionException) ? failure.getCause() : failure);
			}
			else {
				entry.answered(call.right().test(result));
			}
		});
		return future;
	}

	/**
	 * Callers of a worker that is gone do not keep the machine busy.
	 */
	private static void pause(SplittableRandom random) {
		LockSupport.parkNanos(random.nextLong(2_000_000, 20_000_000));
	}

}

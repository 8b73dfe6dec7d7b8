package io.multifrost.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.multifrost.parent.CallOptions;
import io.multifrost.parent.ParentWorker;

/**
 * Threads that call: some wait for each answer, others keep many calls in flight and
 * cancel some of them.
 */
final class Callers {

	private static final int BLOCKING = 6;

	private static final int ASYNC = 2;

	private static final int STREAMING = 3;

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
		for (int i = 0; i < BLOCKING + ASYNC + STREAMING; i++) {
			SplittableRandom own = random.split();
			int kind = i;
			Thread thread = new Thread(() -> {
				if (kind < BLOCKING) {
					callAndWait(own);
				}
				else if (kind >= BLOCKING + ASYNC) {
					stream(own);
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

	private void stream(SplittableRandom random) {
		while (!this.stopped) {
			long number = random.nextInt(4) * random.nextInt(1, 3_000);
			Duration timeout = Duration.ofMillis(random.nextInt(500, 4_000));
			boolean ended = switch (random.nextInt(3)) {
				case 0 -> call(worker(random), new SoakCall("total", long.class, new Object[] { numbers(number) },
						false, timeout, (total) -> Long.valueOf(number * (number - 1) / 2).equals(total)));
				case 1 -> read(worker(random), "same", numbers(number), number, timeout, random);
				default -> read(worker(random), "count", number, number, timeout, random);
			};
			if (!ended) {
				pause(random);
			}
		}
	}

	private static Stream<Long> numbers(long number) {
		return LongStream.range(0, number).boxed();
	}

	/**
	 * Read a stream of numbers, some to an end that comes by chance.
	 * @return whether it has ended without an error
	 */
	private boolean read(ParentWorker worker, String function, Object argument, long number, Duration timeout,
			SplittableRandom random) {
		long wanted = (random.nextInt(4) == 0) ? random.nextLong(number + 1) : number;
		Ledger.Entry entry = this.ledger.begin(worker.name() + "." + function + " (stream)", timeout);
		long next = 0;
		boolean right = true;
		try (Stream<Long> items = worker.stream(function, Long.class, argument,
				CallOptions.DEFAULTS.withTimeout(timeout))) {
			Iterator<Long> iterator = items.iterator();
			while (next < wanted && iterator.hasNext()) {
				right &= iterator.next() == next++;
			}
			right &= next == wanted && (wanted < number || !iterator.hasNext());
		}
		catch (Throwable ex) {
			entry.failed(ex);
			return false;
		}
		finally {
			this.ledger.streamed(next);
		}
		entry.answered(right);
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

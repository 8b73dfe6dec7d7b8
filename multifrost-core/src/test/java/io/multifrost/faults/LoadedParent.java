package io.multifrost.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.multifrost.MultifrostException;
import io.multifrost.parent.ParentWorker;

/**
 * A parent whose worker always has calls, and which stops it when it is itself
 * terminated, as an application does.
 */
public final class LoadedParent {

	private LoadedParent() {
	}

	public static void main(String[] arguments) {
		AtomicLong begun = new AtomicLong();
		AtomicLong ended = new AtomicLong();
		AtomicLong wrong = new AtomicLong();
		ParentWorker worker = FaultyWorker.spawn().start();
		List<Thread> callers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			callers.add(new Thread(() -> {
				while (call(worker, begun, wrong)) {
					ended.incrementAndGet();
				}
				ended.incrementAndGet();
			}, "caller"));
		}
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			worker.stop();
			callers.forEach(LoadedParent::join);
			System.out.println("unanswered " + (begun.get() - ended.get()) + ", wrong " + wrong);
		}));
		callers.forEach(Thread::start);
		while (ended.get() < 100) {
			Thread.onSpinWait();
		}
		System.out.println("worker " + worker.pid().orElseThrow());
	}

	/**
	 * Make a call.
	 * @return whether the worker still takes calls
	 */
	private static boolean call(ParentWorker worker, AtomicLong begun, AtomicLong wrong) {
		long number = begun.incrementAndGet();
		try {
			Long sum = worker.call("add", Long.class, number, 1);
			wrong.addAndGet((sum != null && sum == number + 1) ? 0 : 1);
			return true;
		}
		catch (MultifrostException ex) {
			return false;
		}
	}

	private static void join(Thread caller) {
		try {
			caller.join(20_000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

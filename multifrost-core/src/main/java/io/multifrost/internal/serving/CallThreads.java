package io.multifrost.internal.serving;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.Threads;
import io.multifrost.internal.sendqueue.Route;

/**
 * The threads that run calls, of which there is a bounded number, and the calls that wait
 * for one, as many of each parent as the capacity says. Safe for use by any thread but
 * where it says otherwise.
 */
final class CallThreads {

	private static final Logger logger = BackgroundLogger.of(CallThreads.class);

	private static final long IDLE_SECONDS = 30;

	/** The threads are numbered through all workers of the process. */
	private static final AtomicInteger threadNumber = new AtomicInteger();

	private final FunctionRunner runner;

	private final BiConsumer<ServedCall, RemoteError> onRefused;

	private final ThreadPoolExecutor executor;

	private final FairQueue<Route, ServedCall> waiting;

	/** Whether there was a call since a thread was last asked for; on the I/O thread. */
	private boolean adding;

	/** Whether nothing is run by the threads any more. */
	private volatile boolean closed;

	/**
	 * Create threads, which are started when they are needed.
	 * @param concurrency how many there are at most
	 * @param capacity how many calls of one parent may wait
	 * @param runner runs each call
	 * @param onRefused told of a call that waits in vain, with the reason
	 */
	CallThreads(int concurrency, int capacity, FunctionRunner runner, BiConsumer<ServedCall, RemoteError> onRefused) {
		this.runner = runner;
		this.onRefused = onRefused;
		this.executor = new ThreadPoolExecutor(concurrency, concurrency, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(),
				(task) -> Threads.daemon("multifrost-worker-" + threadNumber.incrementAndGet(), task));
		this.waiting = new FairQueue<>(capacity, concurrency);
		this.executor.allowCoreThreadTimeOut(true);
	}

	int capacity() {
		return this.waiting.capacity();
	}

	/**
	 * Have a call run as soon as a thread is free for it. Called on the I/O thread, and
	 * {@link #addedAll()} after those that come together.
	 * @param served the call
	 * @return whether there was room for it
	 */
	boolean add(ServedCall served) {
		if (!this.waiting.offer(served.route(), served.id(), served)) {
			return false;
		}
		if (!this.adding) {
			// The first of those that come together need not wait for the others.
			this.adding = true;
			ensureThreadOrFail();
		}
		return true;
	}

	/**
	 * Take a call back that waits.
	 * @return the call, or {@code null} if none waits that has this id
	 */
	@Nullable ServedCall remove(Route route, String id) {
		return this.waiting.remove(route, id);
	}

	/**
	 * Take all calls of a parent back that wait.
	 */
	List<ServedCall> removeAll(Route route) {
		return this.waiting.removeAll(route);
	}

	/**
	 * See to a thread for the calls that came together. Waking one for each, which is
	 * done before the next is there, would take longer than most functions. Called on the
	 * I/O thread.
	 */
	void addedAll() {
		if (this.adding) {
			this.adding = false;
			ensureThreadOrFail();
		}
	}

	private void ensureThreadOrFail() {
		try {
			ensureThread();
		}
		catch (RejectedExecutionException ex) {
			failAll(RemoteError.STOPPING);
		}
		catch (Error ex) {
			// Such as that there is no thread left.
			failAll(RemoteError.withoutTrace(ex));
		}
	}

	private void failAll(RemoteError error) {
		for (ServedCall served : this.waiting.takeAllWithoutThread()) {
			// What has begun is not to be taken for what has not.
			this.onRefused.accept(served, (served.resumption() != null) ? error.ofBegun() : error);
			runElsewhere(served);
		}
	}

	/**
	 * Go on with the stream of a call that none of the threads goes on with, so that what
	 * it comes from is closed: it is stopped already.
	 */
	private static void runElsewhere(ServedCall served) {
		Runnable rest = served.resumption();
		if (rest == null) {
			return;
		}
		try {
			SharedExecutors.blocking().execute(rest);
		}
		catch (Throwable ex) {
			logger.debug("There is no thread for the end of a stream but those that there are", ex);
			SharedExecutors.callbacks().execute(rest);
		}
	}

	/**
	 * Find a thread for the rest of a call's stream, in turn with the calls that wait.
	 */
	void resume(ServedCall served, Runnable rest) {
		served.resumption(rest);
		this.waiting.offerAgain(served.route(), served);
		if (this.closed) {
			this.waiting.takeAll().forEach(CallThreads::runElsewhere);
		}
		else {
			ensureThreadOrFail();
		}
	}

	private void ensureThread() {
		if (!this.waiting.needsThread()) {
			return;
		}
		try {
			this.executor.execute(this::runAll);
		}
		catch (RejectedExecutionException | Error ex) {
			this.waiting.giveUpThread();
			throw ex;
		}
	}

	private void ensureAnotherThread() {
		try {
			ensureThread();
		}
		catch (RejectedExecutionException | Error ex) {
			logger.debug("This thread has to run the calls that wait", ex);
		}
	}

	private void run(ServedCall next) {
		try {
			Runnable resumption = next.resumption();
			if (resumption != null) {
				this.runner.resume(next, resumption);
			}
			else {
				this.runner.run(next);
			}
		}
		catch (Throwable ex) {
			// Not of the function, whose caller would have been told.
			logger.error("A call of '{}' could not be answered", next.function(), ex);
		}
	}

	/**
	 * Run nothing any more but the ends of streams, elsewhere.
	 */
	void close() {
		this.closed = true;
	}

	/**
	 * End the threads.
	 * @param interrupt whether to interrupt what runs
	 */
	void end(boolean interrupt) {
		this.waiting.takeAll().forEach(CallThreads::runElsewhere);
		if (interrupt) {
			this.executor.shutdownNow();
		}
		else {
			this.executor.shutdown();
		}
	}

	/**
	 * Run calls until none waits.
	 */
	private void runAll() {
		ServedCall next = this.waiting.takeFirst();
		try {
			if (next != null) {
				ensureAnotherThread();
			}
			while (next != null) {
				run(next);
				// What a function did to its thread must not meet the next one.
				Thread.interrupted();
				next = this.waiting.takeNext();
			}
		}
		finally {
			if (next != null) {
				// Not even the log could be written: the pool makes another thread.
				this.waiting.loseThread();
				ensureAnotherThread();
			}
		}
	}

}

package io.multifrost.internal.serving;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.MultifrostException;
import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.Threads;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.callback.Callbacks;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sendqueue.Route;
import io.multifrost.internal.sharedfile.WorkerFiles;

/**
 * Finds a thread for each call, of which there is a bounded number, with a bounded number
 * of calls waiting for one.
 */
public final class CallDispatcher {

	private static final Logger logger = BackgroundLogger.of(CallDispatcher.class);

	private static final long IDLE_SECONDS = 30;

	/** The threads are numbered through all workers of the process. */
	private static final AtomicInteger threadNumber = new AtomicInteger();

	private final FunctionTable functions;

	private final boolean localParents;

	private final OpenCalls calls;

	private final @Nullable FunctionInterrupter interrupter;

	private final FunctionRunner runner;

	private final ThreadPoolExecutor executor;

	private final FairQueue<Route, ServedCall> waiting;

	private final AtomicLong cancelled = new AtomicLong();

	/** Whether there was a call since a thread was last asked for; on the I/O thread. */
	private boolean dispatching;

	private volatile boolean draining;

	/** Whether nothing is run by the threads any more. */
	private volatile boolean closed;

	/**
	 * Create a dispatcher.
	 * @param functions the functions
	 * @param codec the codec
	 * @param errors writes the errors
	 * @param settings the settings
	 * @param parents takes the answers
	 * @param forwarding takes the output of functions, or {@code null} to leave it alone
	 * @param files the files of the parent that has started this process
	 */
	public CallDispatcher(FunctionTable functions, MessageCodec codec, ErrorEncoder errors, ChildSettings settings,
			ParentLink parents, @Nullable OutputForwarding forwarding, WorkerFiles files) {
		int concurrency = settings.concurrency();
		this.functions = functions;
		this.localParents = settings.localParents();
		this.calls = new OpenCalls(codec, errors, parents, files);
		this.interrupter = settings.interruptFunctions() ? new FunctionInterrupter(parents::schedule) : null;
		this.runner = new FunctionRunner(settings.interceptors(), codec, this.calls,
				new FunctionResults(codec, this.calls, parents, this::resume), concurrency == 1, forwarding,
				this.interrupter);
		this.executor = new ThreadPoolExecutor(concurrency, concurrency, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(),
				(task) -> Threads.daemon("multifrost-worker-" + threadNumber.incrementAndGet(), task));
		this.waiting = new FairQueue<>(settings.queueCapacity(), concurrency);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * Return what runs the functions.
	 */
	public FunctionRunner runner() {
		return this.runner;
	}

	/**
	 * Take a call. Called on the I/O thread; returns at once.
	 * @param route where the answer goes
	 * @param call the call
	 */
	void dispatch(Route route, Call call) {
		if (!this.functions.serves(call.namespace())) {
			return;
		}
		String function = call.function();
		ServedFunction found = (function != null) ? this.functions.find(call.namespace(), function) : null;
		String refusal = null;
		CallStreams streams = null;
		try {
			streams = (found != null) ? CallStreams.of(call) : null;
		}
		catch (MultifrostException ex) {
			refusal = ex.getMessage();
		}
		ServedCall served = new ServedCall(route, call, CallDeadline.of(call, this.localParents), found, streams);
		this.calls.add(served);
		if (refusal != null) {
			this.calls.fail(served, refusal);
		}
		else if (this.draining) {
			this.calls.fail(served, "Worker is stopping");
		}
		else if (call.id() == null) {
			this.calls.fail(served, "Message missing 'id' field");
		}
		else if (function == null || function.isEmpty()) {
			this.calls.fail(served, "Message missing 'function' field");
		}
		else if (function.charAt(0) == '_') {
			this.calls.fail(served, "Cannot call private method '" + function + "'");
		}
		else if (FunctionTable.isList(function)) {
			this.calls.succeed(served, this.functions.names(call.namespace()));
		}
		else if (found == null && FunctionTable.isDescription(function)) {
			this.calls.succeed(served, this.functions.describe(call.namespace()));
		}
		else {
			execute(served);
		}
	}

	private void execute(ServedCall served) {
		if (served.target() == null) {
			this.calls.fail(served, "Function '" + served.function() + "' not found");
			return;
		}
		String refusal = (served.streams() != null) ? this.calls.streams().add(served) : null;
		if (refusal != null) {
			this.calls.fail(served, refusal);
			return;
		}
		if (!this.waiting.offer(served.route(), served.id(), served)) {
			this.calls.fail(served, "Worker is overloaded: " + this.waiting.capacity()
					+ " calls of this parent are waiting for one of its threads");
			return;
		}
		if (!this.dispatching) {
			// The first of those that come together need not wait for the others.
			this.dispatching = true;
			ensureThreadOrFail();
		}
	}

	/**
	 * See to a thread for the calls that came together. Waking one for each, which is
	 * done before the next is there, would take longer than most functions. Called on the
	 * I/O thread.
	 */
	void dispatched() {
		if (this.dispatching) {
			this.dispatching = false;
			ensureThreadOrFail();
		}
	}

	private void ensureThreadOrFail() {
		try {
			ensureThread();
		}
		catch (RejectedExecutionException ex) {
			failAll(new RemoteError("Worker is stopping", null));
		}
		catch (Error ex) {
			// Such as that there is no thread left.
			failAll(RemoteError.withoutTrace(ex));
		}
	}

	private void failAll(RemoteError error) {
		for (ServedCall served : this.waiting.takeAllWithoutThread()) {
			this.calls.fail(served, error);
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
			Callbacks.blocking().execute(rest);
		}
		catch (Throwable ex) {
			logger.debug("There is no thread for the end of a stream but those that there are", ex);
			Callbacks.executor().execute(rest);
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
	 * Find a thread for the rest of a call's stream, in turn with the calls that wait.
	 */
	private void resume(ServedCall served, Runnable rest) {
		served.resumption(rest);
		this.waiting.offerAgain(served.route(), served);
		if (this.closed) {
			this.waiting.takeAll().forEach(CallDispatcher::runElsewhere);
		}
		else {
			ensureThreadOrFail();
		}
	}

	/**
	 * Return the streams of calls.
	 */
	StreamTable streams() {
		return this.calls.streams();
	}

	private void ensureAnotherThread() {
		try {
			ensureThread();
		}
		catch (RejectedExecutionException | Error ex) {
			logger.debug("This thread has to run the calls that wait", ex);
		}
	}

	/**
	 * Drop a call that its caller has given up, or interrupt its function if that runs
	 * and may be interrupted. Called on the I/O thread; returns at once.
	 * @param route where the call came from
	 * @param id its id
	 */
	void cancel(Route route, @Nullable String id) {
		if (id == null) {
			return;
		}
		ServedCall dropped = this.waiting.remove(route, id);
		if (dropped != null) {
			drop(dropped);
		}
		else {
			CallStreams streams = this.calls.streams().find(route, id);
			if (streams != null) {
				streams.stop(new CallStreams.GivenUp());
			}
			if (this.interrupter != null) {
				this.interrupter.interrupt((running) -> running.id().equals(id) && running.route().equals(route));
			}
		}
	}

	private void drop(ServedCall waiting) {
		this.cancelled.incrementAndGet();
		this.calls.drop(waiting);
	}

	/**
	 * Drop all that a parent which is gone still waited for. Called on the I/O thread;
	 * returns at once.
	 * @param route where its calls came from
	 */
	void forget(Route route) {
		this.calls.streams().forget(route);
		for (ServedCall served : this.waiting.removeAll(route)) {
			Runnable rest = served.resumption();
			if (rest != null) {
				// What it comes from is still to be closed.
				resume(served, rest);
			}
			else {
				drop(served);
			}
		}
		if (this.interrupter != null) {
			this.interrupter.interrupt((running) -> running.route().equals(route));
		}
	}

	/**
	 * Return how many calls were not run because their callers gave them up.
	 */
	public long cancelled() {
		return this.cancelled.get();
	}

	/**
	 * Refuse calls that come from now on, wait for those that have come, and answer what
	 * is not finished in time with an error.
	 * @param timeout how long to wait
	 */
	public void drain(Duration timeout) {
		this.draining = true;
		this.calls.drain(timeout);
		this.closed = true;
		this.calls.streams().stopAll(new CallStreams.GivenUp());
		this.waiting.takeAll().forEach(CallDispatcher::runElsewhere);
		if (this.interrupter != null) {
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

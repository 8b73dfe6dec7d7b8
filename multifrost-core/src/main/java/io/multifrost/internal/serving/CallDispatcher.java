package io.multifrost.internal.serving;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.attachment.ParentLink;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.sendqueue.Route;
import io.multifrost.internal.sharedfile.WorkerFiles;

/**
 * Takes calls: refuses some, answers others at once, and has the functions of the rest
 * run.
 */
public final class CallDispatcher {

	private final FunctionTable functions;

	private final boolean localParents;

	private final OpenCalls calls;

	private final @Nullable FunctionInterrupter interrupter;

	private final FunctionRunner runner;

	private final CallThreads threads;

	private final AtomicLong cancelled = new AtomicLong();

	private volatile boolean draining;

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
		this.threads = new CallThreads(concurrency, settings.queueCapacity(), this.runner, this.calls::fail);
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
			this.calls.fail(served, RemoteError.STOPPING);
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
		if (!this.threads.add(served)) {
			this.calls.fail(served, "Worker is overloaded: " + this.threads.capacity()
					+ " calls of this parent are waiting for one of its threads");
		}
	}

	/**
	 * All calls that have come together were dispatched. Called on the I/O thread.
	 */
	void dispatched() {
		this.threads.addedAll();
	}

	/**
	 * Find a thread for the rest of a call's stream.
	 */
	private void resume(ServedCall served, Runnable rest) {
		this.threads.resume(served, rest);
	}

	/**
	 * Return the streams of calls.
	 */
	StreamTable streams() {
		return this.calls.streams();
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
		ServedCall dropped = this.threads.remove(route, id);
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
		for (ServedCall served : this.threads.removeAll(route)) {
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
	 * Return whether calls are refused, since the worker ends.
	 */
	boolean isDraining() {
		return this.draining;
	}

	/**
	 * Return how many calls were not run because their callers gave them up.
	 */
	public long cancelled() {
		return this.cancelled.get();
	}

	/**
	 * Refuse calls that come from now on, wait for those that have come, and answer what
	 * is not finished in time with an error. What has not begun by then is refused.
	 * @param timeout how long to wait
	 */
	public void drain(Duration timeout) {
		this.draining = true;
		this.calls.drain(timeout);
		this.threads.close();
		this.calls.streams().stopAll(new CallStreams.GivenUp());
		this.threads.end(this.interrupter != null);
	}

}

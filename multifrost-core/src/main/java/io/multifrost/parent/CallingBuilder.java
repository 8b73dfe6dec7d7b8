package io.multifrost.parent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.SharedExecutors;
import io.multifrost.internal.call.CallSender;
import io.multifrost.internal.call.CallSettings;
import io.multifrost.internal.callback.OutputHandler;
import io.multifrost.internal.callback.OutputLog;
import io.multifrost.parent.ParentWorkerBuilder.WhileRestarting;

/**
 * Collects how the functions of a worker are called, and who is told of it.
 *
 * @param <B> the type of the builder
 */
abstract class CallingBuilder<B extends CallingBuilder<B>> extends MessageBuilder<B> {

	private static final int DEFAULT_MAX_IN_FLIGHT = 10_000;

	int maxInFlight = DEFAULT_MAX_IN_FLIGHT;

	private Duration recoveryWait = Duration.ZERO;

	private @Nullable WhileRestarting whileRestarting;

	private CallOptions callDefaults = CallOptions.DEFAULTS;

	private @Nullable String clientName;

	private Executor callbackExecutor = SharedExecutors.callbacks();

	private final List<CallInterceptor> interceptors = new ArrayList<>();

	private final List<ProgressListener> progressListeners = new ArrayList<>();

	private final List<ReturnAdapter> returnAdapters = new ArrayList<>();

	private final List<ParentWorkerListener> listeners = new ArrayList<>();

	private boolean stdoutHandled;

	private boolean stderrHandled;

	final List<MessageInspector> messageInspectors = new ArrayList<>();

	/**
	 * Say how many calls may wait for an answer of one instance at once; a call beyond
	 * that is refused. By default 10,000.
	 * @param maxInFlight a number of calls
	 * @return this builder
	 */
	public B maxInFlight(int maxInFlight) {
		checkMaxInFlight(maxInFlight);
		this.maxInFlight = maxInFlight;
		return self();
	}

	static void checkMaxInFlight(int maxInFlight) {
		if (maxInFlight < 1) {
			throw new IllegalArgumentException("maxInFlight must be at least 1, but is " + maxInFlight);
		}
	}

	/**
	 * Say how long a call may take. By default as long as it likes.
	 * @param timeout the time from the call to its answer; zero means without limit
	 * @return this builder
	 */
	public B callTimeout(Duration timeout) {
		this.callDefaults = this.callDefaults.withTimeout(timeout);
		return self();
	}

	/**
	 * Say how long the reader of a stream may wait for its next item. By default as long
	 * as it likes.
	 * @param timeout the time between two items; zero means without limit
	 * @return this builder
	 */
	public B itemTimeout(Duration timeout) {
		this.callDefaults = this.callDefaults.withItemTimeout(timeout);
		return self();
	}

	/**
	 * Say in which namespace functions are called. By default {@code default}.
	 * @param namespace the namespace
	 * @return this builder
	 */
	public B namespace(String namespace) {
		this.callDefaults = this.callDefaults.withNamespace(namespace);
		return self();
	}

	/**
	 * Give calls the name of this client, for the worker to see.
	 * @param clientName the name
	 * @return this builder
	 */
	public B clientName(String clientName) {
		this.clientName = clientName;
		return self();
	}

	/**
	 * Say how long calls wait for a worker whose connection was lost. By default they
	 * fail at once.
	 * @param wait a time, not longer than which a call waits, nor longer than its own
	 * timeout
	 * @return this builder
	 */
	public B recoveryWait(Duration wait) {
		if (wait.isNegative()) {
			throw new IllegalArgumentException("recoveryWait must not be negative, but is " + wait);
		}
		this.recoveryWait = wait;
		return self();
	}

	/**
	 * Say what happens to calls while a lost worker is restarted or looked for. By
	 * default they fail, unless there is a {@linkplain #recoveryWait recovery wait}.
	 * @param whileRestarting fail or wait
	 * @return this builder
	 */
	public B whileRestarting(WhileRestarting whileRestarting) {
		this.whileRestarting = whileRestarting;
		return self();
	}

	/**
	 * Say where futures are completed and listeners called. By default a small pool of
	 * daemon threads that all workers share.
	 * <p>
	 * The executor is asked by a thread of that pool, and never by the one that serves
	 * the sockets: one that runs tasks on the caller's thread, blocks, or throws is
	 * slower for its own worker, and no more.
	 * @param executor an executor
	 * @return this builder
	 */
	public B callbackExecutor(Executor executor) {
		this.callbackExecutor = SharedExecutors.shielded(executor);
		return self();
	}

	/**
	 * Handle what the worker writes to its standard output, instead of logging it.
	 * @param handler takes a line
	 * @return this builder
	 */
	public B onStdout(Consumer<String> handler) {
		this.stdoutHandled = true;
		return listener(new OutputHandler(false, handler));
	}

	/**
	 * Handle what the worker writes to its standard error, instead of logging it.
	 * @param handler takes a line
	 * @return this builder
	 */
	public B onStderr(Consumer<String> handler) {
		this.stderrHandled = true;
		return listener(new OutputHandler(true, handler));
	}

	/**
	 * Add a listener that is told of the worker's life.
	 * @param listener a listener
	 * @return this builder
	 */
	public B listener(ParentWorkerListener listener) {
		this.listeners.add(listener);
		return self();
	}

	/**
	 * Add an interceptor that sees each call, inside those that were added before.
	 * @param interceptor an interceptor
	 * @return this builder
	 */
	public B interceptor(CallInterceptor interceptor) {
		this.interceptors.add(interceptor);
		return self();
	}

	/**
	 * Add an inspector that sees each message to the worker and from it, beside the
	 * calls.
	 * @param inspector an inspector
	 * @return this builder
	 */
	public B messageInspector(MessageInspector inspector) {
		this.messageInspectors.add(inspector);
		return self();
	}

	/**
	 * Add a listener that is told how far each call is.
	 * @param listener a listener
	 * @return this builder
	 */
	public B progressListener(ProgressListener listener) {
		this.progressListeners.add(listener);
		return self();
	}

	/**
	 * Add an adapter for a return type of client interfaces.
	 * @param adapter an adapter
	 * @return this builder
	 */
	public B returnAdapter(ReturnAdapter adapter) {
		this.returnAdapters.add(adapter);
		return self();
	}

	private Duration recoveryWait() {
		if (this.whileRestarting == WhileRestarting.FAIL) {
			return Duration.ZERO;
		}
		boolean endless = this.whileRestarting == WhileRestarting.WAIT && this.recoveryWait.isZero();
		return endless ? CallSender.WITHOUT_END : this.recoveryWait;
	}

	/**
	 * Return what was collected about calls.
	 * @param worker the name of the worker
	 */
	CallSettings callSettings(String worker) {
		return new CallSettings(worker, this.protocol, this.clientName, this.callDefaults, recoveryWait(),
				this.callbackExecutor, List.copyOf(this.interceptors), List.copyOf(this.progressListeners),
				compressor(), List.copyOf(this.returnAdapters));
	}

	/**
	 * Return the listeners, and last what logs the output that nobody else handles.
	 */
	List<ParentWorkerListener> listeners() {
		List<ParentWorkerListener> told = new ArrayList<>(this.listeners);
		told.add(new OutputLog(!this.stdoutHandled, !this.stderrHandled));
		return List.copyOf(told);
	}

}

package io.multifrost.child;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.transport.Route;
import io.multifrost.message.Call;
import io.multifrost.message.CodecLimits;
import io.multifrost.message.MessageCodec;

/**
 * Runs functions on a bounded number of threads, with a bounded number of calls waiting
 * for one, and answers each call once.
 */
final class CallDispatcher {

	private static final long IDLE_SECONDS = 30;

	private static final AtomicInteger threadNumber = new AtomicInteger();

	private final FunctionTable functions;

	private final List<FunctionInterceptor> interceptors;

	private final MessageCodec codec;

	private final ErrorEncoder errors;

	private final Replies replies;

	private final ThreadPoolExecutor executor;

	private final FairQueue waiting;

	private final Set<ServedCall> unanswered = ConcurrentHashMap.newKeySet();

	private final Object idle = new Object();

	private volatile boolean draining;

	private volatile @Nullable OutputForwarding forwarding;

	/**
	 * Create a dispatcher.
	 * @param functions the functions
	 * @param interceptors what stands around each function, outermost first
	 * @param codec the codec
	 * @param errors writes the errors
	 * @param concurrency how many functions may run at once
	 * @param queueCapacity how many calls of one parent may wait for a thread
	 * @param replies takes the answers
	 */
	CallDispatcher(FunctionTable functions, List<FunctionInterceptor> interceptors, MessageCodec codec,
			ErrorEncoder errors, int concurrency, int queueCapacity, Replies replies) {
		this.functions = functions;
		this.interceptors = interceptors;
		this.codec = codec;
		this.errors = errors;
		this.replies = replies;
		this.executor = new ThreadPoolExecutor(concurrency, concurrency, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), CallDispatcher::thread);
		this.waiting = new FairQueue(queueCapacity, concurrency);
		this.executor.allowCoreThreadTimeOut(true);
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "multifrost-worker-" + threadNumber.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Load what the first call needs, which takes a new JVM tens of milliseconds, while
	 * the connection is still being made.
	 */
	void warmUp() {
		this.executor.prestartCoreThread();
		// Limits of the worker's own may be too narrow even for this.
		MessageCodec wide = new MessageCodec(CodecLimits.DEFAULTS);
		byte[] call = wide.encodeCall(ProtocolVersion.V3, MessageCodec.newId(), "", new Object[] { 0L }, "", null,
				Map.of());
		if (wide.decode(call) instanceof Call decoded) {
			@Nullable Object[] arguments = wide.decodeArguments(decoded.arguments(), new Type[] { long.class });
			wide.encodeResponse(ProtocolVersion.V3, MessageCodec.newId(), arguments[0], Map.of());
		}
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
		ServedCall served = new ServedCall(route, call);
		this.unanswered.add(served);
		String function = call.function();
		if (this.draining) {
			fail(served, "Worker is stopping");
		}
		else if (call.id() == null) {
			fail(served, "Message missing 'id' field");
		}
		else if (function == null || function.isEmpty()) {
			fail(served, "Message missing 'function' field");
		}
		else if (function.charAt(0) == '_') {
			fail(served, "Cannot call private method '" + function + "'");
		}
		else if (FunctionTable.isList(function)) {
			succeed(served, this.functions.names(call.namespace()));
		}
		else {
			execute(served, this.functions.find(call.namespace(), function));
		}
	}

	private void execute(ServedCall served, @Nullable ServedFunction function) {
		if (function == null) {
			fail(served, "Function '" + served.call().function() + "' not found");
			return;
		}
		if (!this.waiting.offer(served.route(), () -> run(served, function))) {
			fail(served, "Worker is overloaded: " + this.waiting.capacity()
					+ " calls of this parent are waiting for one of its threads");
			return;
		}
		try {
			this.executor.execute(this::runNext);
		}
		catch (RejectedExecutionException ex) {
			fail(served, "Worker is stopping");
		}
		catch (Error ex) {
			// Such as that there is no thread left.
			fail(served, RemoteError.firstLine(ex));
		}
	}

	private void runNext() {
		Runnable next = this.waiting.poll();
		if (next != null) {
			try {
				next.run();
			}
			finally {
				this.waiting.done();
			}
		}
	}

	private void run(ServedCall served, ServedFunction function) {
		try {
			@Nullable Object[] arguments;
			try {
				arguments = this.codec.decodeArguments(served.call().arguments(), function.parameterTypes());
			}
			catch (MultifrostException ex) {
				fail(served, RemoteError.ofFunction(function.name(), ex));
				return;
			}
			Object result = invoke(served, function, arguments);
			if (result instanceof CompletionStage<?> stage) {
				stage.whenComplete((value, failure) -> {
					if (failure != null) {
						fail(served, RemoteError.withTrace(unwrapped(failure)));
					}
					else {
						succeed(served, value);
					}
				});
			}
			else {
				succeed(served, result);
			}
		}
		catch (Throwable ex) {
			// Whatever a function throws, errors included, is its caller's to know.
			fail(served, RemoteError.withTrace(ex));
		}
	}

	private @Nullable Object invoke(ServedCall served, ServedFunction function, @Nullable Object[] arguments)
			throws Throwable {
		OutputForwarding forwarding = this.forwarding;
		if (forwarding == null) {
			return intercepted(served, function, arguments);
		}
		forwarding.begin(served);
		try {
			return intercepted(served, function, arguments);
		}
		finally {
			forwarding.end();
		}
	}

	private @Nullable Object intercepted(ServedCall served, ServedFunction function, @Nullable Object[] arguments)
			throws Throwable {
		FunctionInterceptor.Invocation invocation = () -> function.invoke(served.call(), arguments);
		if (!this.interceptors.isEmpty()) {
			CallContext context = new CallContext(served.call());
			for (int i = this.interceptors.size() - 1; i >= 0; i--) {
				FunctionInterceptor interceptor = this.interceptors.get(i);
				FunctionInterceptor.Invocation inner = invocation;
				invocation = () -> interceptor.intercept(context, inner);
			}
		}
		return invocation.proceed();
	}

	/**
	 * Say what takes the output of functions.
	 * @param forwarding forwards it, or {@code null} to leave it alone
	 */
	void forwardOutput(@Nullable OutputForwarding forwarding) {
		this.forwarding = forwarding;
	}

	private static Throwable unwrapped(Throwable failure) {
		return (failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null)
				? failure.getCause() : failure;
	}

	private void succeed(ServedCall served, @Nullable Object result) {
		byte[] payload;
		try {
			payload = this.codec.encodeResponse(served.call().version(), served.id(), result, Map.of());
		}
		catch (MultifrostException ex) {
			fail(served, RemoteError.firstLine(ex));
			return;
		}
		catch (RuntimeException | Error ex) {
			// A result can run code of its own while it is written, and can come from a
			// stage, which would keep the exception to itself.
			fail(served, RemoteError.withTrace(ex));
			return;
		}
		answer(served, payload);
	}

	private void fail(ServedCall served, String error) {
		answer(served, this.errors.encode(served.call().version(), served.id(), error));
	}

	private void answer(ServedCall served, byte[] payload) {
		if (served.claimAnswer()) {
			this.replies.send(served.route(), payload);
			this.unanswered.remove(served);
			if (this.draining && this.unanswered.isEmpty()) {
				synchronized (this.idle) {
					this.idle.notifyAll();
				}
			}
		}
	}

	/**
	 * Refuse calls that come from now on, wait for those that have come, and answer what
	 * is not finished in time with an error.
	 * @param timeout how long to wait
	 */
	void drain(Duration timeout) {
		this.draining = true;
		long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		boolean interrupted = false;
		synchronized (this.idle) {
			long left = deadline - System.nanoTime();
			while (!this.unanswered.isEmpty() && left > 0 && !interrupted) {
				try {
					TimeUnit.NANOSECONDS.timedWait(this.idle, left);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				left = deadline - System.nanoTime();
			}
		}
		for (ServedCall served : this.unanswered) {
			fail(served, "Worker is stopping: the function did not finish within " + timeout.toMillis() + " ms");
		}
		this.executor.shutdownNow();
		this.waiting.clear();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Takes answers.
	 */
	@FunctionalInterface
	interface Replies {

		/**
		 * Send an answer. Called on any thread.
		 * @param route where it goes
		 * @param payload the message
		 */
		void send(Route route, byte[] payload);

	}

}

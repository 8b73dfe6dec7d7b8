package io.multifrost.internal.serving;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.internal.message.MessageCodec;
import io.multifrost.internal.stream.OutgoingItems;

/**
 * Runs the function of a call on the thread that was found for it, from the arguments to
 * the answer.
 */
public final class FunctionRunner {

	private final List<FunctionInterceptor> interceptors;

	private final MessageCodec codec;

	private final OpenCalls calls;

	private final FunctionResults results;

	private final boolean inOrder;

	private final AtomicLong expired = new AtomicLong();

	private final @Nullable OutputForwarding forwarding;

	private final @Nullable FunctionInterrupter interrupter;

	/**
	 * Create a runner.
	 * @param interceptors what stands around each function, outermost first
	 * @param codec the codec
	 * @param calls the calls, which are answered there
	 * @param results answers them with what functions return
	 * @param inOrder whether a thread is kept until the stage that a function returned is
	 * done
	 * @param forwarding takes the output of functions, or {@code null} to leave it alone
	 * @param interrupter interrupts functions when nobody waits for them any more, or
	 * {@code null} to let them finish
	 */
	FunctionRunner(List<FunctionInterceptor> interceptors, MessageCodec codec, OpenCalls calls, FunctionResults results,
			boolean inOrder, @Nullable OutputForwarding forwarding, @Nullable FunctionInterrupter interrupter) {
		this.interceptors = interceptors;
		this.codec = codec;
		this.calls = calls;
		this.results = results;
		this.inOrder = inOrder;
		this.forwarding = forwarding;
		this.interrupter = interrupter;
	}

	/**
	 * Return how many calls were not run because their deadline had passed.
	 */
	public long expired() {
		return this.expired.get();
	}

	/**
	 * Run a function, and see to its answer, whatever happens.
	 * @param served the call of a function that there is
	 */
	void run(ServedCall served) {
		ServedFunction function = Objects.requireNonNull(served.target(), "function");
		if (isExpired(served) || !served.begin()) {
			return;
		}
		try {
			@Nullable Object[] arguments;
			try {
				arguments = function.decode(this.codec, served, this.results.parents());
			}
			catch (StreamTable.DeadlineExceeded ex) {
				this.calls.fail(served, RemoteError.withoutTrace(ex));
				return;
			}
			catch (MultifrostException ex) {
				this.calls.fail(served, RemoteError.ofFunction(function.name(), ex));
				return;
			}
			Object result = interruptibly(served, () -> invoke(served, function, arguments));
			answerWith(served, result);
		}
		catch (Throwable ex) {
			// Whatever a function throws, errors included, is its caller's to know,
			// unless
			// it is what the worker did to it.
			served.endItems(ex);
			if (served.isInterruptedByDeadline()) {
				this.calls.fail(served,
						"DeadlineExceeded: the deadline of the call has passed, and the function was interrupted");
			}
			else {
				this.calls.fail(served, RemoteError.withTrace(ex));
			}
		}
	}

	private boolean isExpired(ServedCall served) {
		CallDeadline deadline = served.timeLimit();
		if (deadline == null) {
			return false;
		}
		long left = deadline.nanosLeft(System.nanoTime());
		if (left <= 0) {
			this.expired.incrementAndGet();
			this.calls.fail(served,
					"DeadlineExceeded: the deadline of the call had passed " + TimeUnit.NANOSECONDS.toMillis(-left)
							+ " ms before one of the worker's threads was free for it; it was not run");
		}
		return left <= 0;
	}

	private void answerWith(ServedCall served, @Nullable Object result) throws Throwable {
		if (!OutgoingItems.isSource(result)) {
			CompletionStage<?> answered = this.results.answer(served, result);
			if (this.inOrder) {
				awaitStage(served, answered);
			}
			return;
		}
		AtomicReference<CompletionStage<?>> answered = new AtomicReference<>();
		interruptibly(served, () -> forwarded(served, () -> {
			answered.set(this.results.answer(served, result));
			return null;
		}));
		if (this.inOrder) {
			awaitStage(served, Objects.requireNonNull(answered.get(), "answered"));
		}
	}

	private @Nullable Object invoke(ServedCall served, ServedFunction function, @Nullable Object[] arguments)
			throws Throwable {
		return forwarded(served, () -> intercepted(served, function, arguments));
	}

	/**
	 * Run code of a function with what it prints sent to its caller.
	 */
	private @Nullable Object forwarded(ServedCall served, FunctionInterceptor.Invocation code) throws Throwable {
		if (this.forwarding == null) {
			return code.proceed();
		}
		this.forwarding.begin(served);
		try {
			return code.proceed();
		}
		finally {
			this.forwarding.end();
		}
	}

	private @Nullable Object intercepted(ServedCall served, ServedFunction function, @Nullable Object[] arguments)
			throws Throwable {
		if (this.interceptors.isEmpty()) {
			return function.invoke(served, arguments);
		}
		AtomicReference<@Nullable Object> returned = new AtomicReference<>();
		FunctionInterceptor.Invocation invocation = () -> {
			Object result = function.invoke(served, arguments);
			returned.set(result);
			return result;
		};
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			FunctionInterceptor interceptor = this.interceptors.get(i);
			FunctionInterceptor.Invocation inner = invocation;
			invocation = () -> interceptor.intercept(served, inner);
		}
		try {
			return invocation.proceed();
		}
		catch (Throwable ex) {
			if (OutgoingItems.isSource(returned.get())) {
				OutgoingItems.closeUnread(returned.get());
			}
			throw ex;
		}
	}

	/**
	 * Go on with the stream of a call.
	 * @param served the call
	 * @param rest the rest of its stream
	 */
	void resume(ServedCall served, Runnable rest) throws Throwable {
		interruptibly(served, () -> forwarded(served, () -> {
			rest.run();
			return null;
		}));
	}

	private @Nullable Object interruptibly(ServedCall served, FunctionInterceptor.Invocation code) throws Throwable {
		return (this.interrupter != null) ? this.interrupter.run(served, code) : code.proceed();
	}

	private void awaitStage(ServedCall served, CompletionStage<?> stage) throws Throwable {
		CompletableFuture<?> done = stage.toCompletableFuture();
		if (done.isDone()) {
			return;
		}
		try {
			interruptibly(served, done::get);
		}
		catch (InterruptedException ex) {
			// The time of the call or of the worker is over. The stage may still answer,
			// but the next call does not wait for it any longer.
			return;
		}
	}

}

package io.multifrost.internal.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.stream.IncomingItems;

/**
 * Sends calls: at once, or when a lost worker is back, and once more those that may be
 * repeated. Safe for use by any thread.
 */
public final class CallSender {

	/**
	 * A wait that a call's own timeout ends, if anything; still fits into nanoseconds.
	 */
	public static final Duration WITHOUT_END = Duration.ofDays(36_500);

	private final CallTarget target;

	private final Duration recoveryWait;

	private final Executor executor;

	/**
	 * Create a sender.
	 * @param target where calls are sent
	 * @param recoveryWait how long a call waits for a lost worker at most; zero to wait
	 * not at all
	 * @param executor where futures are completed
	 */
	CallSender(CallTarget target, Duration recoveryWait, Executor executor) {
		this.target = target;
		this.recoveryWait = recoveryWait;
		this.executor = executor;
	}

	/**
	 * Send a call and wait for its answer.
	 * @param request the call
	 * @return the answer
	 * @throws MultifrostException if there is none
	 */
	Message exchange(Request request) {
		awaitRecovery(request, this.recoveryWait);
		BlockingCall call = new BlockingCall(request);
		PendingCalls pending = this.target.send(call, request.payload(), null);
		MultifrostException loss = null;
		while (true) {
			boolean lost;
			try {
				return call.await(pending);
			}
			catch (WorkerExitedException | WorkerUnavailableException ex) {
				lost = !wasNotRun(ex);
				if (lost && (loss != null || !request.idempotent())) {
					throw ex;
				}
				loss = lost ? ex : loss;
				awaitRecovery(request, lost ? WITHOUT_END : this.recoveryWait);
			}
			try {
				Request again = call.again(lost);
				call = new BlockingCall(again);
				pending = this.target.send(call, again.payload(), null);
			}
			catch (MultifrostException ex) {
				if (loss == null) {
					throw ex;
				}
				loss.addSuppressed(ex);
				throw loss;
			}
		}
	}

	/**
	 * Return whether a call was sent, but surely not run: its worker ends. It may be sent
	 * again, whatever it does.
	 */
	static boolean wasNotRun(Throwable failure) {
		return failure instanceof WorkerUnavailableException unavailable && unavailable.isRefused();
	}

	/**
	 * Send a call without waiting for its answer.
	 * @param request the call
	 * @param conversion makes the result of the answer
	 * @param batch what hands it over if it need not wait, or {@code null}
	 * @param items takes the items of an answer that comes in items, or {@code null}
	 * @return its result; the call is given up when the future is completed or cancelled
	 */
	CompletableFuture<Object> begin(Request request, Function<Message, @Nullable Object> conversion,
			@Nullable Batch batch, @Nullable IncomingItems items) {
		AsyncCall call = new AsyncCall(request, this.executor, conversion, new CompletableFuture<>(), this::sendAgain,
				request.idempotent() ? 1 : 0, items);
		sendWhenBack(call, this.recoveryWait, null, batch);
		return call.future();
	}

	private void sendAgain(AsyncCall ended, Throwable failure) {
		if (wasNotRun(failure)) {
			sendWhenBack(ended.repeated(false), this.recoveryWait, null, null);
		}
		else {
			sendWhenBack(ended.repeated(true), WITHOUT_END, failure, null);
		}
	}

	private void sendWhenBack(AsyncCall call, Duration bound, @Nullable Throwable loss, @Nullable Batch batch) {
		if (call.future().isDone()) {
			return;
		}
		if (isWaitDue(call.request(), bound)) {
			this.target.recovered()
				.completeOnTimeout(null, waitNanos(call.request(), bound), TimeUnit.NANOSECONDS)
				.exceptionally((failure) -> null)
				.thenRunAsync(() -> sendWhenBack(call, bound, loss, null), this.executor)
				.exceptionally((failure) -> {
					// Such as that there is no thread left.
					fail(call, loss, failure);
					return null;
				});
			return;
		}
		try {
			call.abandonWithFuture(this.target.send(call, call.request().payload(), batch));
		}
		catch (RuntimeException | Error ex) {
			fail(call, loss, ex);
		}
	}

	private static void fail(AsyncCall call, @Nullable Throwable loss, Throwable failure) {
		if (loss == null) {
			call.future().completeExceptionally(failure);
		}
		else {
			loss.addSuppressed(failure);
			call.future().completeExceptionally(loss);
		}
	}

	/**
	 * Return whether there is something to wait for, and time to do it.
	 */
	private boolean isWaitDue(Request request, Duration bound) {
		return this.target.isRecovering() && waitNanos(request, bound) > 0;
	}

	private static long waitNanos(Request request, Duration bound) {
		long now = System.nanoTime();
		return Math.min(TimeUnit.NANOSECONDS.convert(bound) - (now - request.began()), request.nanosLeft(now));
	}

	/**
	 * Wait until the worker is back or is given up, or the time is over; sending the call
	 * then tells which.
	 */
	private void awaitRecovery(Request request, Duration bound) {
		try {
			while (isWaitDue(request, bound)) {
				this.target.recovered().get(waitNanos(request, bound), TimeUnit.NANOSECONDS);
			}
		}
		catch (TimeoutException ex) {
			return;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MultifrostException("Interrupted while waiting for the worker of function '" + request.function()
					+ "' to come back; the call was not sent", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

package io.multifrost.internal.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.callback.Callbacks;
import io.multifrost.internal.message.Message;

/**
 * A pending call whose future is completed on an executor.
 */
final class AsyncCall extends PendingCall implements Runnable {

	private final CompletableFuture<Object> future;

	private final Executor executor;

	private final Function<Message, Object> conversion;

	private final @Nullable Consumer<Throwable> onLoss;

	/** How the call has ended: one of the two, set before this is run. */
	private @Nullable Message reply;

	private @Nullable Supplier<? extends RuntimeException> cause;

	/**
	 * Create a call.
	 * @param request the call
	 * @param executor where the future is completed
	 * @param conversion makes the result of the answer
	 * @param future the future
	 * @param onLoss told, on the executor, that the worker was lost, instead of the
	 * future; {@code null} to have the future fail
	 */
	AsyncCall(Request request, Executor executor, Function<Message, Object> conversion,
			CompletableFuture<Object> future, @Nullable Consumer<Throwable> onLoss) {
		super(request);
		this.executor = executor;
		this.conversion = conversion;
		this.future = future;
		this.onLoss = onLoss;
	}

	CompletableFuture<Object> future() {
		return this.future;
	}

	/**
	 * Give the call up when the user cancels or completes its future.
	 * @param pending where the call is registered
	 */
	void abandonWithFuture(PendingCalls pending) {
		this.future.whenComplete((result, failure) -> {
			if (isWanted()) {
				pending.abandon(this);
			}
		});
	}

	@Override
	void answer(Message reply, CompletionBatcher completions) {
		this.reply = reply;
		completions.add(this);
	}

	@Override
	void fail(Supplier<? extends RuntimeException> cause) {
		this.cause = cause;
		execute();
	}

	/**
	 * Return whether the future is completed on the executor of this library.
	 */
	boolean isOnSharedExecutor() {
		return this.executor == Callbacks.executor();
	}

	/**
	 * Have the future completed. Returns at once.
	 */
	void execute() {
		try {
			this.executor.execute(this);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. The call is out of the table already.
			this.future.completeExceptionally(ex);
		}
	}

	/**
	 * Complete the future.
	 */
	@Override
	public void run() {
		if (this.cause != null) {
			complete(this.cause.get());
		}
		else if (this.reply != null) {
			complete(this.reply);
		}
	}

	private void complete(Message reply) {
		try {
			this.future.complete(this.conversion.apply(reply));
		}
		catch (RuntimeException | Error ex) {
			this.future.completeExceptionally(ex);
		}
	}

	private void complete(RuntimeException failure) {
		if (this.onLoss != null
				&& (failure instanceof WorkerExitedException || failure instanceof WorkerUnavailableException)) {
			this.onLoss.accept(failure);
		}
		else {
			this.future.completeExceptionally(failure);
		}
	}

}

package io.multifrost.internal.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.WorkerExitedException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.callback.Callbacks;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.value.EncodedValue;

/**
 * A pending call whose future is completed on an executor.
 */
final class AsyncCall extends PendingCall implements Runnable {

	private final CompletableFuture<Object> future;

	private final Executor executor;

	private final Function<Message, Object> conversion;

	private final @Nullable BiConsumer<AsyncCall, Throwable> onLoss;

	private final @Nullable Consumer<EncodedValue> parts;

	/** Whether parts have come: what was given out cannot be taken back. */
	private volatile boolean begun;

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
	 * @param parts given the parts of an answer that comes in parts, on the I/O thread,
	 * or {@code null} if it is to come as a whole
	 */
	AsyncCall(Request request, Executor executor, Function<Message, Object> conversion,
			CompletableFuture<Object> future, @Nullable BiConsumer<AsyncCall, Throwable> onLoss,
			@Nullable Consumer<EncodedValue> parts) {
		super(request);
		this.executor = executor;
		this.conversion = conversion;
		this.future = future;
		this.onLoss = onLoss;
		this.parts = parts;
	}

	CompletableFuture<Object> future() {
		return this.future;
	}

	/**
	 * Return the same call to be sent once more, for the last time.
	 */
	AsyncCall again() {
		return new AsyncCall(request().again(), this.executor, this.conversion, this.future, null, this.parts);
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
	boolean item(EncodedValue part) {
		if (this.parts == null) {
			return false;
		}
		this.begun = true;
		this.parts.accept(part);
		return true;
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
		if (this.onLoss != null && !this.begun
				&& (failure instanceof WorkerExitedException || failure instanceof WorkerUnavailableException)) {
			this.onLoss.accept(this, failure);
		}
		else {
			this.future.completeExceptionally(failure);
		}
	}

}

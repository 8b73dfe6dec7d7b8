package io.multifrost.parent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.Message;

/**
 * A pending call whose future is completed on an executor.
 */
final class AsyncCall extends PendingCall {

	private final CompletableFuture<Object> future;

	private final Executor executor;

	private final Function<Message, Object> conversion;

	private final @Nullable Consumer<Throwable> onLoss;

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

	@Override
	void answer(Message reply) {
		execute(() -> {
			try {
				this.future.complete(this.conversion.apply(reply));
			}
			catch (RuntimeException | Error ex) {
				this.future.completeExceptionally(ex);
			}
		});
	}

	@Override
	void fail(Supplier<? extends RuntimeException> cause) {
		execute(() -> {
			RuntimeException failure = cause.get();
			if (this.onLoss != null && Caller.isLoss(failure)) {
				this.onLoss.accept(failure);
			}
			else {
				this.future.completeExceptionally(failure);
			}
		});
	}

	private void execute(Runnable completion) {
		try {
			Callbacks.complete(this.executor, completion);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. The call is out of the table already.
			this.future.completeExceptionally(ex);
		}
	}

}

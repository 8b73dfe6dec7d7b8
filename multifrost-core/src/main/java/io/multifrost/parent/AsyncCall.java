package io.multifrost.parent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.Message;

/**
 * A call whose caller holds a future. The future is completed on the callback executor,
 * since what depends on it is code of users, which must not run on the I/O thread.
 *
 * @param <T> the type of the result
 */
final class AsyncCall<T> extends PendingCall {

	private final CompletableFuture<T> future = new CompletableFuture<>();

	private final Executor executor;

	private final Function<Message, T> conversion;

	AsyncCall(String id, String function, @Nullable Duration timeout, Executor executor,
			Function<Message, T> conversion) {
		super(id, function, timeout);
		this.executor = executor;
		this.conversion = conversion;
	}

	CompletableFuture<T> future() {
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
		execute(() -> this.future.completeExceptionally(cause.get()));
	}

	private void execute(Runnable completion) {
		try {
			this.executor.execute(completion);
		}
		catch (RejectedExecutionException ex) {
			// The user's executor is full or gone; the call must end all the same.
			ForkJoinPool.commonPool().execute(completion);
		}
		catch (Throwable ex) {
			// Such as that there is no thread left. The call is out of the table already.
			this.future.completeExceptionally(ex);
		}
	}

}

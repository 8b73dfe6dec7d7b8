package io.multifrost.parent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.Message;

/**
 * One call without a thread that waits for it: sent at once, or when a lost worker is
 * back, and sent once more if it may be.
 */
final class AsyncRequest {

	private final Pool pool;

	private final Request request;

	private final Executor executor;

	private final Function<Message, Object> conversion;

	private final CompletableFuture<Object> future = new CompletableFuture<>();

	/**
	 * Prepare a call.
	 * @param pool the worker
	 * @param request the call
	 * @param executor where the future is completed
	 * @param conversion makes the result of the answer
	 */
	AsyncRequest(Pool pool, Request request, Executor executor, Function<Message, Object> conversion) {
		this.pool = pool;
		this.request = request;
		this.executor = executor;
		this.conversion = conversion;
	}

	/**
	 * Send the call, now or later.
	 * @param waiting how it waits for a worker that was lost
	 * @param batch what hands it over if it need not wait, or {@code null}
	 * @return its result; the call is given up when the future is completed or cancelled
	 */
	CompletableFuture<Object> begin(Waiting waiting, @Nullable Batch batch) {
		sendWhenBack(waiting, null, batch);
		return this.future;
	}

	private void sendWhenBack(Waiting waiting, @Nullable Throwable loss, @Nullable Batch batch) {
		if (this.future.isDone()) {
			return;
		}
		if (waiting.isDue(this.request)) {
			waiting.begin(this.request)
				.thenRunAsync(() -> sendWhenBack(waiting, loss, null), this.executor)
				.exceptionally((failure) -> {
					// Such as that there is no thread left.
					this.future.completeExceptionally(Caller.firstOf(loss, failure));
					return null;
				});
			return;
		}
		try {
			send(loss == null && this.request.idempotent(), batch);
		}
		catch (RuntimeException | Error ex) {
			this.future.completeExceptionally(Caller.firstOf(loss, ex));
		}
	}

	private void send(boolean again, @Nullable Batch batch) {
		AsyncCall pending = new AsyncCall(this.request, this.executor, this.conversion, this.future,
				again ? this::sendAgain : null);
		Generation generation = this.pool.send(pending, this.request.payload(), batch);
		pending.abandonWithFuture(generation.pending());
	}

	private void sendAgain(Throwable loss) {
		sendWhenBack(new Waiting(this.pool, SupervisionSettings.WITHOUT_END), loss, null);
	}

}

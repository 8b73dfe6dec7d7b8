package io.multifrost.child;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The wish that a worker should end: of its parent, or since that has gone. Run on any
 * thread.
 */
final class StopRequest implements Runnable, Consumer<Throwable> {

	private final CompletableFuture<Void> future = new CompletableFuture<>();

	@Override
	public void run() {
		this.future.complete(null);
	}

	/**
	 * End the worker since it cannot go on.
	 * @param failure why
	 */
	@Override
	public void accept(Throwable failure) {
		this.future.completeExceptionally(failure);
	}

	/**
	 * Return what tells that the wish was made.
	 * @return completed on the thread that made it; exceptionally if the worker cannot go
	 * on
	 */
	CompletableFuture<Void> future() {
		return this.future;
	}

}

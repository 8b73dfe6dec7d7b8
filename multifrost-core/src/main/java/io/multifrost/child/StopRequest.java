package io.multifrost.child;

import java.util.concurrent.CompletableFuture;

/**
 * The wish that a worker should end: of its parent, or since that has gone. Run on any
 * thread.
 */
final class StopRequest implements Runnable {

	private final CompletableFuture<Void> future = new CompletableFuture<>();

	@Override
	public void run() {
		this.future.complete(null);
	}

	/**
	 * Return what tells that the wish was made.
	 * @return completed on the thread that made it
	 */
	CompletableFuture<Void> future() {
		return this.future;
	}

}

package io.multifrost.parent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.multifrost.MultifrostException;

/**
 * The time that a call spends waiting for a worker that was lost and may come back.
 */
final class Waiting {

	private final Pool pool;

	private final Duration bound;

	/**
	 * Create a wait.
	 * @param pool the worker
	 * @param bound how long a call waits at most; zero to wait not at all
	 */
	Waiting(Pool pool, Duration bound) {
		this.pool = pool;
		this.bound = bound;
	}

	/**
	 * Return whether there is something to wait for, and time to do it.
	 * @param request the call
	 */
	boolean isDue(Request request) {
		return this.pool.state().current() == WorkerState.RECOVERING && nanosLeft(request) > 0;
	}

	private long nanosLeft(Request request) {
		long now = System.nanoTime();
		return Math.min(TimeUnit.NANOSECONDS.convert(this.bound) - (now - request.began()), request.nanosLeft(now));
	}

	/**
	 * Wait until the worker is back or is given up, or the time is over; sending the call
	 * then tells which.
	 * @param request the call
	 * @throws MultifrostException if the waiting thread is interrupted
	 */
	void await(Request request) {
		try {
			while (isDue(request)) {
				this.pool.state().recovered().get(nanosLeft(request), TimeUnit.NANOSECONDS);
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

	/**
	 * Wait as {@link #await} does, without a thread.
	 * @param request the call
	 * @return completes when the wait is over, never exceptionally
	 */
	CompletableFuture<Void> begin(Request request) {
		return this.pool.state()
			.recovered()
			.completeOnTimeout(null, nanosLeft(request), TimeUnit.NANOSECONDS)
			.exceptionally((failure) -> null);
	}

}

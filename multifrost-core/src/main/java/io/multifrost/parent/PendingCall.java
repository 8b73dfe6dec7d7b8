package io.multifrost.parent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.message.Message;

/**
 * A call that waits for its answer. Whoever takes it out of {@link PendingCalls} ends it,
 * so that it ends once, whatever happens at the same time.
 */
abstract class PendingCall {

	private final String id;

	private final String function;

	private final @Nullable Duration timeout;

	private final long deadlineNanos;

	/**
	 * Create a call.
	 * @param id the id of its message
	 * @param function the name of the function
	 * @param timeout how long it may take from now, or {@code null} for as long as it
	 * likes
	 */
	PendingCall(String id, String function, @Nullable Duration timeout) {
		this.id = id;
		this.function = function;
		this.timeout = timeout;
		this.deadlineNanos = (timeout != null) ? System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout) : 0;
	}

	String id() {
		return this.id;
	}

	String function() {
		return this.function;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Return how long the call may still take.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds, not positive if its time is over, {@code Long.MAX_VALUE} if it
	 * has no deadline
	 */
	long nanosLeft(long now) {
		return (this.timeout != null) ? this.deadlineNanos - now : Long.MAX_VALUE;
	}

	/**
	 * End the call with the worker's answer. Called on the I/O thread.
	 * @param reply the response or failure
	 */
	abstract void answer(Message reply);

	/**
	 * End the call without an answer.
	 * @param cause makes the exception, on the thread on which it is thrown
	 */
	abstract void fail(Supplier<? extends RuntimeException> cause);

}

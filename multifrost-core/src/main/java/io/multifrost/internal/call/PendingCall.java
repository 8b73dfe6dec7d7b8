package io.multifrost.internal.call;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.Message;
import io.multifrost.internal.sendqueue.Wanted;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.NumberArray;

/**
 * A call that waits for its answer. Whoever takes it out of {@link PendingCalls} ends it,
 * so that it ends once, whatever happens at the same time.
 */
public abstract class PendingCall implements Wanted {

	private final Request request;

	private volatile boolean taken;

	PendingCall(Request request) {
		this.request = request;
	}

	String id() {
		return this.request.id();
	}

	String function() {
		return this.request.function();
	}

	/**
	 * Return whether only a worker that has named {@link NumberArray#FEATURE} can read
	 * the call.
	 */
	public boolean hasNumberArrays() {
		return this.request.numberArrays();
	}

	@Nullable Duration timeout() {
		return this.request.timeout();
	}

	/**
	 * Return how long the call may still take.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return as {@link Request#nanosLeft}
	 */
	long nanosLeft(long now) {
		return this.request.nanosLeft(now);
	}

	/**
	 * The call was taken out of the table.
	 */
	void take() {
		this.taken = true;
	}

	/**
	 * Return whether somebody still waits for the answer.
	 */
	@Override
	public boolean isWanted() {
		return !this.taken;
	}

	/**
	 * End the call with the worker's answer. Called on the I/O thread.
	 * @param reply the response or failure
	 * @param completions completes futures
	 */
	abstract void answer(Message reply, CompletionBatcher completions);

	/**
	 * Take a part of an answer that comes in parts, before the call ends. Called on the
	 * I/O thread.
	 * @param part the part
	 * @return whether this call takes parts
	 */
	boolean item(EncodedValue part) {
		return false;
	}

	/**
	 * End the call without an answer.
	 * @param cause makes the exception, on the thread on which it is thrown
	 */
	abstract void fail(Supplier<? extends RuntimeException> cause);

}

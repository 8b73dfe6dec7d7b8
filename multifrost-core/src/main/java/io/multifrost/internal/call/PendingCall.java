package io.multifrost.internal.call;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.multifrost.ValueConversionException;
import io.multifrost.WorkerUnavailableException;
import io.multifrost.internal.Features;
import io.multifrost.internal.message.Message;
import io.multifrost.internal.message.Message.Items;
import io.multifrost.internal.sendqueue.Wanted;
import io.multifrost.parent.OutgoingCall;

/**
 * A call that waits for its answer. Whoever takes it out of {@link PendingCalls} ends it,
 * so that it ends once, whatever happens at the same time.
 */
public abstract class PendingCall implements Wanted {

	private final Request request;

	/** On which it was sent, where there are several. */
	private volatile @Nullable String host;

	private volatile boolean taken;

	PendingCall(Request request) {
		this.request = request;
	}

	Request request() {
		return this.request;
	}

	/**
	 * Refuse a worker that cannot take the call.
	 * @param worker the name of the worker
	 * @param features what the worker has named
	 * @throws ValueConversionException if it does not know keyword arguments that the
	 * call has
	 * @throws WorkerUnavailableException if it does not know arrays of numbers, which the
	 * one before it knew
	 */
	public void requireFeatures(String worker, Set<String> features) {
		if (features.containsAll(this.request.needed())) {
			return;
		}
		if (this.request.needed().contains(Features.KEYWORD_ARGUMENTS)
				&& !features.contains(Features.KEYWORD_ARGUMENTS)) {
			throw new ValueConversionException("Function '" + this.request.function() + "' of worker '" + worker
					+ "' cannot be given keyword arguments: the worker does not say that it knows them (feature"
					+ " 'kwargs'); give all arguments by position, or serve the function with this library, in"
					+ " Python or Java");
		}
		throw WorkerUnavailableException.refused(worker,
				"it was replaced by one that does not know the arrays, files, streams or compression which the call was made with; "
						+ "call again",
				null);
	}

	/**
	 * Return the host on which the call was lost before, which may have vanished with all
	 * that is on it.
	 * @return the name or address, or {@code null} if there is none to avoid
	 */
	public @Nullable String lostOn() {
		return this.request.lostOn();
	}

	/**
	 * Return the same call to be sent once more.
	 * @param lost whether its worker was lost
	 */
	Request again(boolean lost) {
		return this.request.again(lost ? this.host : this.request.lostOn());
	}

	/**
	 * Tell those that intercept the call where it is sent.
	 * @param endpoint the address of the instance
	 * @param host the host in it
	 */
	public void sentTo(String endpoint, String host) {
		this.host = host;
		OutgoingCall outgoing = this.request.outgoing();
		if (outgoing != null) {
			outgoing.sentTo(endpoint);
		}
	}

	/**
	 * Return what takes reports of how far it is.
	 * @return the reports, or {@code null} if nobody listens
	 */
	@Nullable ProgressReports progress() {
		return this.request.progress();
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
	 * Take items of an answer, before the call ends. Called on the I/O thread.
	 * @param items the items
	 * @param pending where the call waits for its end
	 * @return whether this call takes items
	 * @throws io.multifrost.ProtocolException if items are missing before them, or too
	 * many have come
	 */
	boolean add(Items items, PendingCalls pending) {
		return false;
	}

	/**
	 * Return how long the call may still take, or its next item.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds, not positive if its time is over, {@code Long.MAX_VALUE} if it
	 * has no deadline
	 */
	long nanosLeft(long now) {
		return this.request.nanosLeft(now);
	}

	/**
	 * Say that the call waits for long without a limit, if it does.
	 * @param now the time, in the terms of {@link System#nanoTime()}
	 * @return nanoseconds until it is to be said, {@code Long.MAX_VALUE} if it is not, or
	 * was
	 */
	long advise(long now) {
		LimitAdvice advice = this.request.advice();
		return (advice != null) ? advice.giveAfter(now - this.request.began(), this.request.function())
				: Long.MAX_VALUE;
	}

	/**
	 * Return how long an item may take to come.
	 */
	Duration itemTimeout() {
		return Duration.ZERO;
	}

	/**
	 * End the call without an answer.
	 * @param cause makes the exception, on the thread on which it is thrown
	 */
	abstract void fail(Supplier<? extends RuntimeException> cause);

}

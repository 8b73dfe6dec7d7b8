package io.multifrost.internal.serving;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.sendqueue.Route;

/**
 * A call that this worker owes one answer to.
 */
final class ServedCall {

	private final Route route;

	private final Call call;

	private final @Nullable CallDeadline deadline;

	private final @Nullable ServedFunction function;

	private boolean answered;

	/** Whether its function was interrupted. */
	private boolean interrupted;

	/** The thread that can be interrupted for this call; guarded by this object. */
	private @Nullable Thread runner;

	ServedCall(Route route, Call call, @Nullable CallDeadline deadline, @Nullable ServedFunction function) {
		this.route = route;
		this.call = call;
		this.deadline = deadline;
		this.function = function;
	}

	Route route() {
		return this.route;
	}

	Call call() {
		return this.call;
	}

	/**
	 * Return what is called.
	 * @return the function, or {@code null} if there is none of that name
	 */
	@Nullable ServedFunction function() {
		return this.function;
	}

	/**
	 * Return until when the call is worth running.
	 * @return the deadline, or {@code null} if it has none
	 */
	@Nullable CallDeadline deadline() {
		return this.deadline;
	}

	/**
	 * Return the id that the answer has to bear. A call without an id is answered with an
	 * empty one, by which its parent at least sees that something is wrong.
	 */
	String id() {
		@Nullable String id = this.call.id();
		return (id != null) ? id : "";
	}

	/**
	 * Claim the right to answer.
	 * @return whether nobody has answered before
	 */
	synchronized boolean claimAnswer() {
		boolean first = !this.answered;
		this.answered = true;
		return first;
	}

	/**
	 * From now on this thread may be interrupted for the call.
	 */
	synchronized void enter() {
		this.runner = Thread.currentThread();
	}

	/**
	 * From now on it may not, and what it did not notice is forgotten.
	 */
	synchronized void leave() {
		this.runner = null;
		Thread.interrupted();
	}

	/**
	 * Return whether its function was interrupted since its time was over.
	 */
	synchronized boolean isInterruptedByDeadline() {
		return this.interrupted && this.deadline != null && this.deadline.nanosLeft(System.nanoTime()) <= 0;
	}

	/**
	 * Interrupt the thread that runs the call, if one does.
	 */
	synchronized void interrupt() {
		if (this.runner != null) {
			this.interrupted = true;
			this.runner.interrupt();
		}
	}

}

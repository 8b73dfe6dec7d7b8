package io.multifrost.internal.serving;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.multifrost.child.CallContext;
import io.multifrost.child.StreamFollower;
import io.multifrost.internal.compression.Compressor;
import io.multifrost.internal.message.Message.Call;
import io.multifrost.internal.sendqueue.Route;

/**
 * A call that this worker owes one answer to, and what its function is told of it.
 */
final class ServedCall implements CallContext {

	private final Route route;

	private final Call call;

	private final @Nullable CallDeadline timeLimit;

	private final @Nullable ServedFunction target;

	private volatile @Nullable CallStreams streams;

	/** The rest of its stream, which waits for a thread. */
	private volatile @Nullable Runnable resumption;

	private volatile @Nullable StreamFollowers followers;

	/** Not this object, which functions have too, and may lock. */
	private final Object lock = new Object();

	private boolean answered;

	private boolean begun;

	/** Whether its function was interrupted. */
	private boolean interrupted;

	/** The thread that can be interrupted for this call; guarded by the lock. */
	private @Nullable Thread runner;

	ServedCall(Route route, Call call, @Nullable CallDeadline timeLimit, @Nullable ServedFunction target,
			@Nullable CallStreams streams) {
		this.route = route;
		this.call = call;
		this.timeLimit = timeLimit;
		this.target = target;
		this.streams = streams;
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
	@Nullable ServedFunction target() {
		return this.target;
	}

	/**
	 * Return what of the call comes or goes in items.
	 * @return the streams, or {@code null} if there are none
	 */
	@Nullable CallStreams streams() {
		return this.streams;
	}

	/**
	 * Let its result be stopped that is read to its end, though nothing of it is sent in
	 * items.
	 */
	void streams(CallStreams streams) {
		this.streams = streams;
	}

	/**
	 * Return how its parent reads a result that is compressed.
	 * @return how, or {@code null} if it reads none
	 */
	@Nullable Compressor compressor() {
		return Compressor.of(metadata().get(Call.COMPRESSION));
	}

	/**
	 * Have the rest of its stream run instead of its function.
	 */
	void resumption(Runnable resumption) {
		this.resumption = resumption;
	}

	/**
	 * Return what is to be run instead of its function.
	 * @return the rest of its stream, or {@code null} if it has not begun
	 */
	@Nullable Runnable resumption() {
		return this.resumption;
	}

	/**
	 * Return until when the call is worth running.
	 * @return the time, or {@code null} if it has no limit
	 */
	@Nullable CallDeadline timeLimit() {
		return this.timeLimit;
	}

	/**
	 * Return the id that the answer has to bear. A call without an id is answered with an
	 * empty one, by which its parent at least sees that something is wrong.
	 */
	@Override
	public String id() {
		return Objects.requireNonNullElse(this.call.id(), "");
	}

	@Override
	public String function() {
		return Objects.requireNonNullElse(this.call.function(), "");
	}

	@Override
	public String namespace() {
		return this.call.namespace();
	}

	@Override
	public @Nullable String clientName() {
		return this.call.clientName();
	}

	@Override
	public @Nullable String correlationId() {
		return (metadata().get("correlation_id") instanceof String id) ? id : null;
	}

	@Override
	public @Nullable Instant deadline() {
		return (this.timeLimit != null) ? this.timeLimit.instant() : null;
	}

	@Override
	public Map<String, @Nullable Object> metadata() {
		return this.call.metadata();
	}

	@Override
	public void follow(StreamFollower follower) {
		synchronized (this.lock) {
			if (this.followers == null) {
				this.followers = new StreamFollowers();
			}
			this.followers.add(follower);
		}
	}

	/**
	 * Make items of the result, within what follows them.
	 */
	void makeItems(Runnable items) {
		StreamFollowers followers = this.followers;
		if (followers != null) {
			followers.around(items);
		}
		else {
			items.run();
		}
	}

	/**
	 * Tell what follows the items of the result that no more are made.
	 * @param failure what they have failed with, or {@code null}
	 */
	void endItems(@Nullable Throwable failure) {
		StreamFollowers followers = this.followers;
		if (followers != null) {
			followers.ended(failure);
		}
	}

	/**
	 * Claim the right to answer.
	 * @return whether nobody has answered before
	 */
	boolean claimAnswer() {
		synchronized (this.lock) {
			boolean first = !this.answered;
			this.answered = true;
			return first;
		}
	}

	/**
	 * Claim the right to answer, and that the function is not run.
	 * @return whether it has not begun, and nobody has answered before
	 */
	boolean claimUnlessBegun() {
		synchronized (this.lock) {
			return !this.begun && claimAnswer();
		}
	}

	/**
	 * Begin to run the function.
	 * @return whether it is still wanted
	 */
	boolean begin() {
		synchronized (this.lock) {
			this.begun = !this.answered;
			return this.begun;
		}
	}

	/**
	 * Return whether nobody waits for an answer any more.
	 */
	boolean isAnswered() {
		synchronized (this.lock) {
			return this.answered;
		}
	}

	/**
	 * From now on this thread may be interrupted for the call.
	 */
	void enter() {
		synchronized (this.lock) {
			this.runner = Thread.currentThread();
		}
	}

	/**
	 * From now on it may not, and what it did not notice is forgotten.
	 */
	void leave() {
		synchronized (this.lock) {
			this.runner = null;
			Thread.interrupted();
		}
	}

	/**
	 * Return whether its function was interrupted since its time was over.
	 */
	boolean isInterruptedByDeadline() {
		synchronized (this.lock) {
			return this.interrupted && this.timeLimit != null && this.timeLimit.nanosLeft(System.nanoTime()) <= 0;
		}
	}

	/**
	 * Interrupt the thread that runs the call, if one does.
	 */
	void interrupt() {
		synchronized (this.lock) {
			if (this.runner != null) {
				this.interrupted = true;
				this.runner.interrupt();
			}
		}
	}

	@Override
	public String toString() {
		return "CallContext of " + namespace() + "." + function() + " " + metadata();
	}

}

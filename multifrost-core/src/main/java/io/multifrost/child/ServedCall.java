package io.multifrost.child;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.transport.Route;
import io.multifrost.message.Call;

/**
 * A call that this worker owes one answer to.
 */
final class ServedCall {

	private final Route route;

	private final Call call;

	private final AtomicBoolean answered = new AtomicBoolean();

	ServedCall(Route route, Call call) {
		this.route = route;
		this.call = call;
	}

	Route route() {
		return this.route;
	}

	Call call() {
		return this.call;
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
	boolean claimAnswer() {
		return this.answered.compareAndSet(false, true);
	}

}

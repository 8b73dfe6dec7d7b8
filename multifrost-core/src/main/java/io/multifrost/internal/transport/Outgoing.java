package io.multifrost.internal.transport;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the socket.
 */
final class Outgoing {

	private final Route route;

	private final byte[] payload;

	private final @Nullable Wanted wanted;

	private @Nullable PayloadFrame frame;

	private boolean taken;

	/**
	 * Create a message.
	 * @param route where it goes
	 * @param payload its payload
	 * @param wanted whether anybody still waits for what it asks, or {@code null} if it
	 * goes out whatever happens
	 */
	Outgoing(Route route, byte[] payload, @Nullable Wanted wanted) {
		this.route = route;
		this.payload = payload;
		this.wanted = wanted;
	}

	static Outgoing always(Route route, byte[] payload) {
		return new Outgoing(route, payload, null);
	}

	Route route() {
		return this.route;
	}

	/**
	 * Return the frame of the payload. Called on the I/O thread.
	 */
	PayloadFrame frame() {
		PayloadFrame made = this.frame;
		if (made == null) {
			made = new PayloadFrame(this.payload);
			this.frame = made;
		}
		return made;
	}

	/**
	 * Return whether anybody still waits for what the message asks.
	 */
	boolean isWanted() {
		return this.wanted == null || this.wanted.isWanted();
	}

	/**
	 * Return what the message counts for in a queue.
	 */
	int size() {
		return Math.addExact(this.payload.length, QueueLimits.OVERHEAD);
	}

	/**
	 * Take the message out of the accounts of its queue.
	 * @return whether the caller is the first to do so
	 */
	synchronized boolean take() {
		boolean first = !this.taken;
		this.taken = true;
		return first;
	}

}

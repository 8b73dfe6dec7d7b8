package io.multifrost.internal.transport;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A message on its way to the socket.
 */
final class Outgoing {

	private static final BooleanSupplier ALWAYS = () -> true;

	private final Route route;

	private final byte[] payload;

	private final BooleanSupplier wanted;

	private final AtomicBoolean taken = new AtomicBoolean();

	Outgoing(Route route, byte[] payload, BooleanSupplier wanted) {
		this.route = route;
		this.payload = payload;
		this.wanted = wanted;
	}

	static Outgoing always(Route route, byte[] payload) {
		return new Outgoing(route, payload, ALWAYS);
	}

	Route route() {
		return this.route;
	}

	byte[] payload() {
		return this.payload;
	}

	/**
	 * Return whether anybody still waits for what the message asks.
	 */
	boolean isWanted() {
		return this.wanted.getAsBoolean();
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
	boolean take() {
		return this.taken.compareAndSet(false, true);
	}

}

package io.multifrost.internal.sendqueue;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the socket.
 */
public final class Outgoing {

	private final Route route;

	private final byte[] payload;

	private final @Nullable Wanted wanted;

	private @Nullable SentFrame frame;

	private boolean taken;

	/**
	 * Create a message.
	 * @param route where it goes
	 * @param payload its payload
	 * @param wanted whether anybody still waits for what it asks, or {@code null} if it
	 * goes out whatever happens
	 */
	public Outgoing(Route route, byte[] payload, @Nullable Wanted wanted) {
		this.route = route;
		this.payload = payload;
		this.wanted = wanted;
	}

	public Route route() {
		return this.route;
	}

	/**
	 * Return the frame that the payload is sent in, the same one for each attempt. Called
	 * on the I/O thread.
	 * @param factory makes it of the payload
	 */
	public SentFrame frame(Function<byte[], SentFrame> factory) {
		SentFrame made = this.frame;
		if (made == null) {
			made = factory.apply(this.payload);
			this.frame = made;
		}
		return made;
	}

	boolean isWritten() {
		return this.frame != null && this.frame.isWritten();
	}

	int written() {
		return (this.frame != null) ? this.frame.written() : 0;
	}

	/**
	 * Let go of what was to be sent, since its connection has ended.
	 */
	void release() {
		if (this.frame != null) {
			this.frame.release();
		}
	}

	/**
	 * Return whether it may be refused where too much waits already. What belongs to a
	 * call that was taken may not: it is bounded by that call, and who sends much of it
	 * waits for room before.
	 */
	boolean canBeRefused() {
		return this.wanted != null;
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

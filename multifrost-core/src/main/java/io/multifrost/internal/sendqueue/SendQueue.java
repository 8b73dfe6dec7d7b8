package io.multifrost.internal.sendqueue;

import io.multifrost.internal.DropReason;

/**
 * Holds what the socket does not take yet. Only {@link #offer} and {@link #awaitRoom} may
 * be called on any thread; the rest is for the I/O thread.
 */
public interface SendQueue {

	/**
	 * Put a message in.
	 * @param message the message
	 * @return whether there was room for it
	 */
	boolean offer(Outgoing message);

	/**
	 * Hand over as much as the socket takes.
	 * @param target what takes the messages
	 */
	void flush(Target target);

	/**
	 * Drop all that is left.
	 * @param target what is told
	 */
	void clear(Target target);

	/**
	 * Forget what waits for a peer that is gone.
	 * @param route the route of the peer
	 * @param target what is told
	 */
	default void gone(Route route, Target target) {
	}

	/**
	 * Wait until what waits to be sent leaves room for more, but not for ever. May be
	 * called on any thread but the I/O thread.
	 * @param maxNanos how long to wait at most
	 */
	default void awaitRoom(long maxNanos) {
	}

	/**
	 * Return whether messages wait for room in the socket.
	 */
	boolean isStalled();

	/**
	 * The socket, as a queue sees it.
	 */
	interface Target {

		/**
		 * Hand over a message.
		 * @param message the message
		 * @return what became of it
		 */
		Result write(Outgoing message);

		/**
		 * A message was dropped.
		 * @param reason why
		 */
		void dropped(DropReason reason);

	}

	/**
	 * What becomes of a message.
	 */
	enum Result {

		/** The socket has it. */
		SENT,

		/** Its peer is not there yet, or has no room now; the socket signals a change. */
		FULL,

		/** Its peer is gone. */
		GONE

	}

}

package io.multifrost.internal.jeromq;

import io.multifrost.internal.DropReason;
import io.multifrost.internal.sendqueue.Route;

/**
 * What a link reports. All methods are called on the I/O thread, which serves many links:
 * they must not block, and must not run code of users.
 */
public interface LinkListener {

	/**
	 * The link is bound, or has begun to connect, and nothing has been read from it yet.
	 * An exception closes it.
	 * @param link the link
	 */
	default void onOpen(Link link) {
	}

	/**
	 * A message with the right frames has arrived.
	 * @param route where it came from
	 * @param payload its last frame, which the receiver now owns
	 */
	void onMessage(Route route, byte[] payload);

	/**
	 * All messages that have arrived together, of which there was at least one, were
	 * reported: what they ask for together can be done now.
	 */
	default void onMessagesEnd() {
	}

	/**
	 * A connection to a peer was made; messages can flow once the peers have shaken
	 * hands.
	 */
	default void onConnected() {
	}

	/**
	 * The other side does not allow the key of this one, which does not try again.
	 */
	default void onKeyRefused() {
	}

	/**
	 * The last open connection of the link is gone; what it had not delivered is lost.
	 */
	default void onDisconnected() {
	}

	/**
	 * The connection of a peer that has sent something to a socket that listens is gone,
	 * and its messages were reported.
	 * @param route where its messages came from
	 */
	default void onPeerGone(Route route) {
	}

	/**
	 * A message or a connection was dropped.
	 * @param reason why
	 */
	default void onDropped(DropReason reason) {
	}

}

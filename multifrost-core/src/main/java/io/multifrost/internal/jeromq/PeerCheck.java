package io.multifrost.internal.jeromq;

import java.util.concurrent.CompletionStage;

/**
 * Says whether a connection that was accepted was made by the process that it is meant
 * for.
 */
@FunctionalInterface
public interface PeerCheck {

	/**
	 * Look at a connection. Called on the I/O thread: what takes time is done elsewhere.
	 * @param peerPort the TCP port of the peer
	 * @param ownPort the TCP port that it has connected to
	 * @return whether it may stay
	 */
	CompletionStage<Boolean> mayStay(int peerPort, int ownPort);

}

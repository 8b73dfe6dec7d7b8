package io.multifrost.internal.jeromq;

import org.zeromq.ZMQ;

/**
 * How a socket proves who it is and finds out who its peers are. Asked once for each
 * socket, before that is bound or connected.
 */
public interface SocketSecurity {

	/** Whoever reaches a socket may talk to it: for sockets on loopback. */
	SocketSecurity NONE = (socket, listens) -> {
	};

	/**
	 * Set what the socket needs.
	 * @param socket the socket
	 * @param listens whether it is bound, and not connected
	 */
	void applyTo(ZMQ.Socket socket, boolean listens);

}

package io.multifrost.internal.transport;

import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import zmq.Msg;

/**
 * Where a message came from and where its answer goes: the identity that a ROUTER socket
 * gave to a peer, or {@link #PEER} on a DEALER socket, which has no choice of peers.
 */
public final class Route {

	/**
	 * The only route of a DEALER socket.
	 */
	public static final Route PEER = new Route(new byte[0]);

	private final byte[] identity;

	private @Nullable Msg frame;

	Route(byte[] identity) {
		this.identity = identity;
	}

	/**
	 * Return the frame that names the peer to a ROUTER, which looks at it and does not
	 * keep it. Called on the I/O thread.
	 */
	Msg frame() {
		Msg made = this.frame;
		if (made == null) {
			made = new Msg(this.identity);
			this.frame = made;
		}
		return made;
	}

	boolean has(byte[] identity) {
		return Arrays.equals(this.identity, identity);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Route route && Arrays.equals(this.identity, route.identity);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.identity);
	}

	@Override
	public String toString() {
		return (this.identity.length != 0) ? HexFormat.of().formatHex(this.identity) : "peer";
	}

}

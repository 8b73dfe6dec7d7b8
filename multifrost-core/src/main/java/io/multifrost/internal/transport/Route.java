package io.multifrost.internal.transport;

import java.util.Arrays;
import java.util.HexFormat;

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

	Route(byte[] identity) {
		this.identity = identity;
	}

	byte[] identity() {
		return this.identity;
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

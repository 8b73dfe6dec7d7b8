package io.multifrost.internal.sendqueue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

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

	private final @Nullable String address;

	private @Nullable Object attachment;

	/** Belongs to the I/O thread. */
	private boolean ended;

	/** Whether a message has come by it; belongs to the I/O thread. */
	private boolean heard;

	public Route(byte[] identity) {
		this(identity, null);
	}

	/**
	 * Create a route.
	 * @param identity the identity of the peer
	 * @param address where its connection comes from, if that is known
	 */
	public Route(byte[] identity, @Nullable String address) {
		this.identity = identity;
		this.address = address;
	}

	/**
	 * Return where the connection comes from.
	 * @return host and port, or {@code null} if a peer of an old version does not let
	 * JeroMQ know it
	 */
	public @Nullable String address() {
		return this.address;
	}

	/**
	 * Return what to call the peer in a log.
	 */
	String peer() {
		return (this.address != null) ? this.address : toString();
	}

	/**
	 * Note that the connection has ended.
	 */
	void end() {
		this.ended = true;
	}

	/**
	 * Return whether the connection has ended. JeroMQ goes on to take messages for it as
	 * long as it lingers.
	 */
	boolean isEnded() {
		return this.ended;
	}

	/**
	 * Note that a message has come.
	 * @return whether it is the first
	 */
	public boolean noteHeard() {
		boolean first = !this.heard;
		this.heard = true;
		return first;
	}

	/**
	 * Return what the socket keeps with a route, the same object each time. Called on the
	 * I/O thread.
	 * @param factory makes it of the identity
	 */
	public Object attachment(Function<byte[], Object> factory) {
		Object made = this.attachment;
		if (made == null) {
			made = factory.apply(this.identity);
			this.attachment = made;
		}
		return made;
	}

	public boolean has(byte[] identity) {
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

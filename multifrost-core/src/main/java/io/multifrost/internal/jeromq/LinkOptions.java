package io.multifrost.internal.jeromq;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.sendqueue.QueueLimits;

/**
 * The options of a socket.
 *
 * @param maxFrameSize the largest frame, in bytes, that a peer may announce; the
 * connection of a peer that announces more is closed before anything is allocated for it
 * @param linger how long messages that are queued when the link is closed may still take
 * to leave
 * @param queue how much may wait for one peer that does not read
 * @param maxConnections how many connections a socket that listens has at once; one more
 * is closed as soon as it is made
 * @param peerCheck what looks at each connection that a socket with a single one accepts,
 * or {@code null} to take it as it comes
 * @param security how the socket and its peers know each other
 * @param pings whether a socket that connects asks all the time whether the other host is
 * still there, which not all peers understand
 */
public record LinkOptions(long maxFrameSize, Duration linger, QueueLimits queue, int maxConnections,
		@Nullable PeerCheck peerCheck, SocketSecurity security, boolean pings) {

	/** How many connections a socket that listens has at once, unless it is for one. */
	public static final int MAX_CONNECTIONS = 1000;

	/**
	 * Create options with a queue of the usual size, for up to 1,000 connections.
	 * @param maxFrameSize the largest frame, in bytes, that a peer may announce
	 * @param linger how long messages may still take to leave when the link is closed
	 */
	public LinkOptions(long maxFrameSize, Duration linger) {
		this(maxFrameSize, linger, QueueLimits.DEFAULTS, MAX_CONNECTIONS, null, SocketSecurity.NONE, false);
	}

	/**
	 * Return these options with another bound of what waits.
	 * @param queue how much may wait for one peer that does not read
	 * @return the new options
	 */
	public LinkOptions withQueue(QueueLimits queue) {
		return new LinkOptions(this.maxFrameSize, this.linger, queue, this.maxConnections, this.peerCheck,
				this.security, this.pings);
	}

	/**
	 * Return these options for a socket that listens for a single peer.
	 * @param check what looks at its connection, or {@code null} for the first that comes
	 * @return the new options
	 */
	public LinkOptions withSinglePeer(@Nullable PeerCheck check) {
		return new LinkOptions(this.maxFrameSize, this.linger, this.queue, 1, check, this.security, this.pings);
	}

	/**
	 * Return these options with another security.
	 * @param security how the socket and its peers know each other
	 * @return the new options
	 */
	public LinkOptions withSecurity(SocketSecurity security) {
		return new LinkOptions(this.maxFrameSize, this.linger, this.queue, this.maxConnections, this.peerCheck,
				security, this.pings);
	}

	/**
	 * Return these options for a peer that answers pings of ZMTP, which RFC 37 added.
	 * @return the new options
	 */
	public LinkOptions withPings() {
		return new LinkOptions(this.maxFrameSize, this.linger, this.queue, this.maxConnections, this.peerCheck,
				this.security, true);
	}

	boolean isSinglePeer() {
		return this.maxConnections == 1;
	}

	/**
	 * Says whether a connection that was accepted was made by the process that it is
	 * meant for.
	 */
	@FunctionalInterface
	public interface PeerCheck {

		/**
		 * Look at a connection. Called on the I/O thread: what takes time is done
		 * elsewhere.
		 * @param peerPort the TCP port of the peer
		 * @param ownPort the TCP port that it has connected to
		 * @return whether it may stay
		 */
		CompletionStage<Boolean> mayStay(int peerPort, int ownPort);

	}

}

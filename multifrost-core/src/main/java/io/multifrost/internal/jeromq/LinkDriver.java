package io.multifrost.internal.jeromq;

import java.nio.channels.SelectableChannel;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.zeromq.ZEvent;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.sendqueue.PeerQueue;
import io.multifrost.internal.sendqueue.Route;
import io.multifrost.internal.sendqueue.RouteQueues;
import io.multifrost.internal.sendqueue.SendBudget;
import io.multifrost.internal.sendqueue.SendQueue;

/**
 * Serves the socket of a link: opens it, sends what is queued, reads what has arrived,
 * closes it. Runs on the I/O thread alone.
 */
final class LinkDriver {

	private static final Logger logger = BackgroundLogger.of(LinkDriver.class);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(20);

	private final Link link;

	private final EventLoop loop;

	private final LinkListener listener;

	private final FramedSocket socket;

	private final boolean router;

	private final Duration linger;

	private final SocketSecurity security;

	private final HandshakeWatch handshake;

	private final Connections connections;

	private final LinkReader reader;

	private final SendQueue outgoing;

	/** Whether a look after a peer that had no room is under way. */
	private boolean retrying;

	private @Nullable String domain;

	private boolean finishing;

	private boolean disposed;

	LinkDriver(Link link, EventLoop loop, LoopSocket socket, boolean router, LinkOptions options,
			LinkListener listener) {
		this.link = link;
		this.loop = loop;
		this.listener = listener;
		this.socket = new FramedSocket(socket, router, listener);
		this.router = router;
		this.linger = options.linger();
		this.security = options.security();
		this.handshake = new HandshakeWatch(loop);
		this.connections = new Connections(loop, options, listener, this.handshake, this);
		this.reader = new LinkReader(this.socket, this.connections, this.handshake, listener);
		this.outgoing = router ? new RouteQueues(options.queue(), SendBudget.ofHeap(), this.connections.table()::end)
				: new PeerQueue(options.queue());
		this.socket.configure(options, this.connections.gate(), this.connections::handOver,
				this.connections.table()::has);
	}

	/**
	 * Bind or connect.
	 * @param listens whether to bind
	 * @param address where
	 * @return the address, with the real port
	 */
	Endpoint open(boolean listens, Endpoint address) {
		assert this.loop.isLoopThread();
		if (listens) {
			if (this.security instanceof SocketSecurity.Server server) {
				this.domain = this.loop.keys().add(server, this.connections);
			}
			return this.socket.bind(address, this.domain);
		}
		this.socket.connect(address);
		return address;
	}

	Link link() {
		return this.link;
	}

	/**
	 * Return what waits to be sent.
	 */
	SendQueue outgoing() {
		return this.outgoing;
	}

	SelectableChannel channel() {
		return this.socket.channel();
	}

	/**
	 * Send what is queued and read what has arrived, as the loop does after the link was
	 * scheduled. The order matters: sending processes commands of the socket and so may
	 * take away the signal that something has arrived; only a read that finds nothing
	 * makes sure that the next arrival is signalled.
	 */
	void serve() {
		assert this.loop.isLoopThread();
		if (this.disposed) {
			return;
		}
		flush();
		boolean all = this.reader.readTurn();
		if (this.outgoing.isStalled() && !this.disposed) {
			// Reading may have been what brought the peer, or the room, that sending
			// waits for.
			flush();
			all &= !isOpen() || !this.socket.isReady(this.outgoing.isStalled());
		}
		if (this.finishing && !this.outgoing.isStalled()) {
			dispose();
		}
		else if (!all) {
			this.link.schedule();
		}
		else if (this.outgoing.isStalled()) {
			retry();
		}
	}

	/**
	 * Look again after a peer of a ROUTER that had no room. That it has room again is
	 * signalled; but a send to one peer may take away the signal of another, and unlike a
	 * DEALER a ROUTER cannot be asked. So there is a look now and then, as long as there
	 * is such a peer.
	 */
	private void retry() {
		if (this.router && !this.retrying) {
			this.retrying = true;
			this.loop.schedule(RETRY_INTERVAL, () -> {
				this.retrying = false;
				this.link.schedule();
			});
		}
	}

	private boolean isOpen() {
		return !this.disposed && this.connections.mode() == SinglePeer.Mode.OPEN;
	}

	private void flush() {
		if (isOpen()) {
			this.outgoing.flush(this.socket);
		}
	}

	void onEvent(ZEvent event) {
		if (!this.disposed) {
			this.connections.onEvent(event);
			this.link.schedule();
		}
	}

	void turnAway(String reason) {
		this.connections.turnAway(reason);
	}

	/**
	 * Close the socket when what is queued has been handed to it, or the time to linger
	 * is over.
	 */
	void finish() {
		assert this.loop.isLoopThread();
		if (this.finishing || this.disposed) {
			return;
		}
		this.finishing = true;
		flush();
		if (this.outgoing.isStalled() && !this.linger.isZero()) {
			// The socket lingers for what it has; this is for what it has no room for.
			this.loop.schedule(this.linger, this::dispose);
		}
		else {
			dispose();
		}
	}

	/**
	 * Close the socket now.
	 */
	void dispose() {
		if (this.disposed) {
			return;
		}
		try {
			flush();
		}
		finally {
			release(null);
		}
	}

	/**
	 * Do a part of what the link has to do. Where that fails, what it was about to send
	 * or to tell may be lost: nobody is to wait for it, so the link is closed.
	 */
	void run(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			logger.error("A link could not be served, and is closed", ex);
			fail(ex);
		}
	}

	/**
	 * Close the socket now, since it cannot be served any more.
	 * @param failure why
	 */
	void fail(Throwable failure) {
		if (!this.disposed) {
			release(failure);
		}
	}

	/**
	 * Whatever of it fails, nobody is to wait for the end.
	 */
	private void release(@Nullable Throwable failure) {
		assert this.loop.isLoopThread();
		this.disposed = true;
		try {
			this.handshake.stop();
			this.reader.stop();
			this.outgoing.clear(this.socket);
		}
		finally {
			try {
				this.loop.forget(this.link);
				this.socket.close();
				if (this.domain != null) {
					this.loop.keys().remove(this.domain);
				}
			}
			finally {
				this.link.closed(failure);
			}
		}
	}

	/**
	 * Read all that has arrived, in the way that its connections say.
	 */
	void readAll() {
		this.reader.readAll();
	}

	/**
	 * A connection that was accepted has ended.
	 * @param address where it came from
	 * @return whether its peer has said something
	 */
	boolean gone(String address) {
		Route route = this.socket.forget(address);
		if (route == null) {
			return false;
		}
		this.outgoing.gone(route, this.socket);
		this.listener.onPeerGone(route);
		return true;
	}

	@Override
	public String toString() {
		return this.link.toString();
	}

}

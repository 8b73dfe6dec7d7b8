package io.multifrost.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.DropReason;
import io.multifrost.internal.LazyLogger;

/**
 * The connections of one link, and who of them may speak. Apart from {@link #onRefused()}
 * all runs on the I/O thread.
 * <p>
 * A link for a single peer has one connection at a time. The first that comes need not be
 * the right one: nothing is read from it or sent to it before the {@link PeerCheck} has
 * looked at it, and where that cannot know, one that stays silent gives way to the next.
 */
final class Connections implements ConnectionGate.Listener {

	private static final LazyLogger logger = new LazyLogger(Connections.class);

	/** How long a single peer may stay silent while others want its place. */
	private static final Duration SILENCE = Duration.ofSeconds(2);

	/**
	 * How long the place of a single peer stays empty after its end, until JeroMQ has
	 * taken its pipe away.
	 */
	private static final Duration SETTLE = Duration.ofMillis(20);

	private final EventLoop loop;

	private final LinkOptions options;

	private final LinkListener listener;

	private final Owner owner;

	private final ConnectionGate gate;

	private final AtomicInteger refused = new AtomicInteger();

	private final Set<SelectableChannel> open = new HashSet<>();

	private @Nullable SelectableChannel single;

	private Mode mode;

	private long acceptedNanos;

	private boolean spoken;

	/**
	 * Create the connections of a link.
	 * @param loop the loop of the link
	 * @param options the options of the link
	 * @param listener who is told of connections
	 * @param owner the link
	 */
	Connections(EventLoop loop, LinkOptions options, LinkListener listener, Owner owner) {
		this.loop = loop;
		this.options = options;
		this.listener = listener;
		this.owner = owner;
		this.gate = new ConnectionGate(options.maxConnections(), this);
		this.mode = options.isSinglePeer() ? Mode.HOLD : Mode.OPEN;
	}

	ConnectionGate gate() {
		return this.gate;
	}

	/**
	 * Return what is to be done with messages.
	 */
	Mode mode() {
		return this.mode;
	}

	/**
	 * A message with the right frames has come.
	 */
	void spoken() {
		this.spoken = true;
	}

	@Override
	public void onRefused() {
		if (this.refused.getAndIncrement() == 0) {
			this.loop.execute(this::tellRefused);
		}
	}

	private void tellRefused() {
		DropReason reason = this.options.isSinglePeer() ? DropReason.STRANGER : DropReason.CONNECTION_LIMIT;
		for (int i = this.refused.getAndSet(0); i > 0; i--) {
			this.listener.onDropped(reason);
		}
		SelectableChannel peer = this.single;
		if (peer != null && this.mode != Mode.DROP && !this.spoken
				&& System.nanoTime() - this.acceptedNanos > SILENCE.toNanos()) {
			turnAway(peer, "it has said nothing, and another one wants its place");
		}
	}

	void accepted(SelectableChannel connection) {
		if (!this.options.isSinglePeer()) {
			connected(connection);
			return;
		}
		this.open.add(connection);
		this.single = connection;
		this.mode = Mode.HOLD;
		this.acceptedNanos = System.nanoTime();
		this.spoken = false;
		PeerCheck check = this.options.peerCheck();
		if (check == null || !(connection instanceof SocketChannel channel)) {
			admit(connection);
			return;
		}
		try {
			check.mayStay(port(channel.getRemoteAddress()), port(channel.getLocalAddress()))
				.whenComplete((stays, failure) -> this.loop.execute(() -> judge(connection, stays, failure)));
		}
		catch (IOException ex) {
			logger.get().debug("A connection has ended before it was looked at", ex);
		}
	}

	private static int port(SocketAddress address) {
		return ((InetSocketAddress) address).getPort();
	}

	private void judge(SelectableChannel connection, @Nullable Boolean stays, @Nullable Throwable failure) {
		if (connection != this.single || this.mode != Mode.HOLD) {
			return;
		}
		if (failure != null) {
			logger.get().warn("Could not find out who has connected", failure);
		}
		if (Boolean.FALSE.equals(stays)) {
			turnAway(connection, "it was made by another process than the worker");
		}
		else {
			admit(connection);
		}
	}

	private void admit(SelectableChannel connection) {
		this.mode = Mode.OPEN;
		connected(connection);
		this.owner.serveSoon();
	}

	private void turnAway(SelectableChannel connection, String reason) {
		boolean told = this.mode == Mode.OPEN;
		this.mode = Mode.DROP;
		this.listener.onDropped(DropReason.STRANGER);
		logger.get().warn("Closed a connection to {}: {}", this.owner, reason);
		try {
			SocketChannel channel = (SocketChannel) connection;
			// Closing it would pull it away from under JeroMQ, which takes this for the
			// end.
			channel.shutdownInput();
			channel.shutdownOutput();
		}
		catch (IOException ex) {
			logger.get().debug("The connection has ended by itself", ex);
		}
		if (told) {
			this.listener.onDisconnected();
		}
		this.owner.serveSoon();
	}

	/**
	 * A connection was made.
	 */
	void connected(SelectableChannel connection) {
		this.open.add(connection);
		this.listener.onConnected();
	}

	void disconnected(SelectableChannel connection) {
		if (!this.open.remove(connection)) {
			this.gate.left(connection);
			return;
		}
		// What arrived before the end is told before the end.
		this.owner.readAll();
		boolean tell = this.open.isEmpty() && this.mode == Mode.OPEN;
		if (this.options.isSinglePeer()) {
			this.loop.schedule(SETTLE, () -> settled(connection));
		}
		else {
			this.gate.left(connection);
		}
		if (tell) {
			this.listener.onDisconnected();
		}
	}

	private void settled(SelectableChannel connection) {
		this.owner.readAll();
		this.mode = Mode.HOLD;
		this.single = null;
		this.gate.left(connection);
	}

	/**
	 * What a link does with messages.
	 */
	enum Mode {

		/** Reads and sends them. */
		OPEN,

		/** Leaves them where they are, until it is known who the peer is. */
		HOLD,

		/** Drops what comes, and sends none. */
		DROP

	}

	/**
	 * The link, as its connections see it.
	 */
	interface Owner {

		/**
		 * Read all that has arrived, in the way that the mode says.
		 */
		void readAll();

		/**
		 * Read and send when the loop comes to it.
		 */
		void serveSoon();

	}

}

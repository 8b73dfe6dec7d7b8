package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.jeromq.LinkOptions.PeerCheck;
import io.multifrost.internal.sendqueue.Route;

/**
 * The connections of one link, and who of them may speak. Runs on the I/O thread, which
 * is JeroMQ's too.
 * <p>
 * Where a link has as many as it may, the oldest one that has said nothing gives way to
 * the next that comes: who only holds a place is not to keep others out.
 * <p>
 * A link for a single peer has one connection at a time. The first that comes need not be
 * the right one: nothing is read from it or sent to it before the {@link PeerCheck} has
 * looked at it, and where that cannot know, one that stays silent gives way to the next.
 */
final class Connections implements ConnectionGate.Listener, Predicate<Route> {

	private static final Logger logger = BackgroundLogger.of(Connections.class);

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

	private final Refusals refusals;

	/** With where each comes from; that is empty where this side has connected. */
	private final Map<SelectableChannel, String> open = new HashMap<>();

	/** Those that have said nothing yet, the oldest first. */
	private final Map<String, SelectableChannel> silent = new LinkedHashMap<>();

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
		this.refusals = new Refusals(options.maxConnections(), owner, listener);
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
	void spoken(Route route) {
		this.spoken = true;
		String address = route.address();
		if (address != null && route.noteHeard()) {
			this.silent.remove(address);
		}
	}

	@Override
	public boolean makeRoom() {
		if (this.options.isSinglePeer() || this.silent.isEmpty()) {
			return false;
		}
		Iterator<SelectableChannel> oldest = this.silent.values().iterator();
		SelectableChannel channel = oldest.next();
		oldest.remove();
		end(channel);
		this.gate.left(channel);
		this.refusals.beyondLimit(1);
		return true;
	}

	/**
	 * End the connection of a peer that does not read. One whose address is not known is
	 * among those that seem to have said nothing.
	 * @param route its route
	 * @return whether there is such a connection
	 */
	@Override
	public boolean test(Route route) {
		String address = route.address();
		List<SelectableChannel> ended = new ArrayList<>();
		if (address == null) {
			ended.addAll(this.silent.values());
		}
		else {
			this.open.forEach((channel, from) -> {
				if (from.equals(address)) {
					ended.add(channel);
				}
			});
		}
		ended.forEach(Connections::end);
		return !ended.isEmpty();
	}

	@Override
	public void onRefused() {
		if (this.refused.getAndIncrement() == 0) {
			this.loop.execute(this::tellRefused);
		}
	}

	private void tellRefused() {
		int count = this.refused.getAndSet(0);
		if (this.options.isSinglePeer()) {
			this.refusals.strangers(count);
		}
		else {
			this.refusals.beyondLimit(count);
		}
		SelectableChannel peer = this.single;
		if (peer != null && this.mode != Mode.DROP && !this.spoken
				&& System.nanoTime() - this.acceptedNanos > SILENCE.toNanos()) {
			turnAway(peer, "it has said nothing, and another one wants its place");
		}
	}

	void accepted(SelectableChannel connection) {
		if (!this.options.isSinglePeer()) {
			String address = addressOf(connection);
			this.open.put(connection, address);
			if (!address.isEmpty()) {
				this.silent.put(address, connection);
			}
			this.listener.onConnected();
			if (isBeyondShare(address)) {
				end(connection);
				this.refusals.beyondLimit(1);
			}
			return;
		}
		this.open.put(connection, "");
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
				.whenComplete((stays, failure) -> this.loop
					.execute(() -> this.owner.run(() -> judge(connection, stays, failure))));
		}
		catch (IOException ex) {
			logger.debug("A connection has ended before it was looked at", ex);
		}
	}

	/**
	 * Return an address as JeroMQ writes it.
	 */
	private static String addressOf(SelectableChannel connection) {
		try {
			InetSocketAddress address = (InetSocketAddress) ((SocketChannel) connection).getRemoteAddress();
			return (address != null) ? address.getAddress().getHostAddress() + ":" + address.getPort() : "";
		}
		catch (IOException ex) {
			// It has ended already, which is told next.
			return "";
		}
	}

	/**
	 * Return whether another machine has more than half of all places. On this machine
	 * all have one address, which says nothing.
	 */
	private boolean isBeyondShare(String address) {
		int limit = this.options.maxConnections() / 2;
		if (this.open.size() <= limit || address.isEmpty()) {
			return false;
		}
		String host = address.substring(0, address.lastIndexOf(':') + 1);
		return !host.startsWith("127.") && !host.equals("0:0:0:0:0:0:0:1:")
				&& this.open.values().stream().filter((other) -> other.startsWith(host)).count() > limit;
	}

	private static int port(SocketAddress address) {
		return ((InetSocketAddress) address).getPort();
	}

	private void judge(SelectableChannel connection, @Nullable Boolean stays, @Nullable Throwable failure) {
		if (connection != this.single || this.mode != Mode.HOLD) {
			return;
		}
		if (failure != null) {
			logger.warn("Could not find out who has connected", failure);
		}
		if (!Boolean.TRUE.equals(stays)) {
			turnAway(connection, "it is not known to be made by the worker");
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

	/**
	 * Close the connection of a single peer.
	 * @param reason why, for the log
	 */
	void turnAway(String reason) {
		SelectableChannel peer = this.single;
		if (peer != null && this.mode != Mode.DROP) {
			turnAway(peer, reason);
		}
	}

	private void turnAway(SelectableChannel connection, String reason) {
		boolean told = this.mode == Mode.OPEN;
		this.mode = Mode.DROP;
		this.refusals.strangers(1);
		logger.warn("Closed a connection to {}: {}", this.owner, reason);
		end(connection);
		if (told) {
			this.listener.onDisconnected();
		}
		this.owner.serveSoon();
	}

	private static void end(SelectableChannel connection) {
		try {
			SocketChannel channel = (SocketChannel) connection;
			// Closing it would pull it away from under JeroMQ, which takes this for the
			// end.
			channel.shutdownInput();
			channel.shutdownOutput();
		}
		catch (IOException | NotYetConnectedException ex) {
			logger.debug("The connection has ended by itself", ex);
		}
	}

	/**
	 * This side has made a connection.
	 */
	void connected(SelectableChannel connection) {
		this.open.put(connection, "");
		this.listener.onConnected();
	}

	void disconnected(SelectableChannel connection) {
		String address = this.open.remove(connection);
		if (address == null) {
			this.gate.left(connection);
			return;
		}
		// What arrived before the end is told before the end.
		this.owner.readAll();
		if (!address.isEmpty()) {
			this.silent.remove(address, connection);
			this.owner.gone(address);
		}
		boolean tell = this.open.isEmpty() && this.mode == Mode.OPEN;
		if (this.options.isSinglePeer()) {
			this.loop.schedule(SETTLE, () -> this.owner.run(() -> settled(connection)));
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
		 * Do a part of what is to be done for a connection, and end the link where that
		 * fails.
		 * @param step the part
		 */
		void run(Runnable step);

		/**
		 * Read all that has arrived, in the way that the mode says.
		 */
		void readAll();

		/**
		 * A connection that was accepted has ended.
		 * @param address where it came from
		 */
		void gone(String address);

		/**
		 * Read and send when the loop comes to it.
		 */
		void serveSoon();

	}

}

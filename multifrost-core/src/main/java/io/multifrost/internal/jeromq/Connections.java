package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.net.InetSocketAddress;
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
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.zeromq.ZEvent;
import org.zeromq.ZMonitor;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.sendqueue.Route;

/**
 * The connections of one link, and who of them may speak. Runs on the I/O thread, which
 * is JeroMQ's too, but for what says otherwise.
 * <p>
 * Where a link has as many as it may, the oldest one that has said nothing gives way to
 * the next that comes: who only holds a place is not to keep others out. Where it may
 * have one alone, that is its {@link SinglePeer}.
 */
final class Connections implements ConnectionGate.Listener, Predicate<Route> {

	private static final Logger logger = BackgroundLogger.of(Connections.class);

	/**
	 * How long the place of a single peer stays empty after its end, until JeroMQ has
	 * taken its pipe away.
	 */
	private static final Duration SETTLE = Duration.ofMillis(20);

	private final EventLoop loop;

	private final LinkOptions options;

	private final LinkListener listener;

	private final HandshakeWatch handshake;

	private final Link link;

	private final ConnectionGate gate;

	/** Those of which nobody was told yet. */
	private int refused;

	private final Refusals refusals;

	/** With where each comes from; that is empty where this side has connected. */
	private final Map<SelectableChannel, String> open = new HashMap<>();

	/** Those that have said nothing yet, the oldest first. */
	private final Map<String, SelectableChannel> silent = new LinkedHashMap<>();

	private final @Nullable SinglePeer single;

	/**
	 * Create the connections of a link.
	 * @param loop the loop of the link
	 * @param options the options of the link
	 * @param listener who is told of connections
	 * @param handshake watches over those that this side makes
	 * @param link the link
	 */
	Connections(EventLoop loop, LinkOptions options, LinkListener listener, HandshakeWatch handshake, Link link) {
		this.loop = loop;
		this.options = options;
		this.listener = listener;
		this.handshake = handshake;
		this.link = link;
		this.gate = new ConnectionGate(options.maxConnections(), this);
		this.refusals = new Refusals(options.maxConnections(), link, listener);
		this.single = options.isSinglePeer() ? new SinglePeer(loop, options.peerCheck(), listener, this.refusals, link)
				: null;
	}

	ConnectionGate gate() {
		return this.gate;
	}

	/**
	 * Return what is to be done with messages.
	 */
	SinglePeer.Mode mode() {
		return (this.single != null) ? this.single.mode() : SinglePeer.Mode.OPEN;
	}

	/**
	 * A message with the right frames has come.
	 */
	void spoken(Route route) {
		if (this.single != null) {
			this.single.spoken();
		}
		String address = route.address();
		if (address != null && route.noteHeard()) {
			this.silent.remove(address);
		}
	}

	@Override
	public boolean makeRoom() {
		assert this.loop.isLoopThread();
		if (this.single != null || this.silent.isEmpty()) {
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
		assert this.loop.isLoopThread();
		this.refused++;
		if (this.refused == 1) {
			this.loop.execute(() -> this.link.run(this::tellRefused));
		}
	}

	private void tellRefused() {
		int count = this.refused;
		this.refused = 0;
		if (this.single != null) {
			this.refusals.strangers(count);
			this.single.giveWayIfSilent();
		}
		else {
			this.refusals.beyondLimit(count);
		}
	}

	/**
	 * Hand an event over to the I/O thread. Called on a thread of JeroMQ's own, which
	 * must not be kept.
	 */
	void handOver(ZEvent event) {
		if (event.getEvent() == ZMonitor.Event.ACCEPTED) {
			this.gate.entered(event.getValue());
		}
		this.loop.execute(() -> this.link.run(() -> this.link.onEvent(event)));
	}

	void onEvent(ZEvent event) {
		assert this.loop.isLoopThread();
		SelectableChannel connection = event.getValue();
		switch (event.getEvent()) {
			case ACCEPTED -> accepted(connection);
			case CONNECTED -> {
				this.handshake.connected();
				this.open.put(connection, "");
				this.listener.onConnected();
			}
			case DISCONNECTED -> {
				this.handshake.stop();
				disconnected(connection);
			}
			default -> throw new IllegalStateException("Not asked for: " + event);
		}
	}

	private void accepted(SelectableChannel connection) {
		if (this.single != null) {
			this.open.put(connection, "");
			this.single.accepted(connection);
			return;
		}
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

	/**
	 * Close the connection of a single peer.
	 * @param reason why, for the log
	 */
	void turnAway(String reason) {
		if (this.single != null) {
			this.single.turnAway(reason);
		}
	}

	/**
	 * End a connection, which is told as any other end.
	 */
	static void end(SelectableChannel connection) {
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

	private void disconnected(SelectableChannel connection) {
		String address = this.open.remove(connection);
		if (address == null) {
			this.gate.left(connection);
			return;
		}
		// What arrived before the end is told before the end.
		this.link.readAll();
		if (!address.isEmpty()) {
			this.silent.remove(address, connection);
			this.link.gone(address);
		}
		boolean tell = this.open.isEmpty() && mode() == SinglePeer.Mode.OPEN;
		SinglePeer peer = this.single;
		if (peer != null) {
			this.loop.schedule(SETTLE, () -> this.link.run(() -> {
				peer.left();
				this.gate.left(connection);
			}));
		}
		else {
			this.gate.left(connection);
		}
		if (tell) {
			this.listener.onDisconnected();
		}
	}

}

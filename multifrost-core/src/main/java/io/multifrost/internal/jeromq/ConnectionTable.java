package io.multifrost.internal.jeromq;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.sendqueue.Route;

/**
 * The connections that a link has now: where each comes from, and who of them has said
 * something. Runs on the I/O thread alone.
 */
final class ConnectionTable {

	private static final Logger logger = BackgroundLogger.of(ConnectionTable.class);

	private final int max;

	/** With where each comes from; that is empty where this side has connected. */
	private final Map<SelectableChannel, String> addresses = new HashMap<>();

	/** Those that have said nothing yet, the oldest first. */
	private final Map<String, SelectableChannel> silent = new LinkedHashMap<>();

	/**
	 * Create an empty table.
	 * @param max how many connections the link may have
	 */
	ConnectionTable(int max) {
		this.max = max;
	}

	boolean isEmpty() {
		return this.addresses.isEmpty();
	}

	/**
	 * Add a connection that nobody has to prove to be the right one.
	 */
	void add(SelectableChannel connection) {
		this.addresses.put(connection, "");
	}

	/**
	 * Add a connection that came to a link for many.
	 * @return whether it may stay
	 */
	boolean accept(SelectableChannel connection) {
		String address = addressOf(connection);
		this.addresses.put(connection, address);
		if (!address.isEmpty()) {
			this.silent.put(address, connection);
		}
		return !isBeyondShare(address);
	}

	/**
	 * Remove a connection.
	 * @return where it came from, or {@code null} if it is not here
	 */
	@Nullable String remove(SelectableChannel connection) {
		String address = this.addresses.remove(connection);
		if (address != null) {
			this.silent.remove(address, connection);
		}
		return address;
	}

	/**
	 * Return whether a connection that was accepted comes from an address.
	 */
	boolean has(String address) {
		return this.addresses.containsValue(address);
	}

	/**
	 * Return where a connection that was accepted comes from.
	 * @return the address and port, empty if they are not known
	 */
	String address(SelectableChannel connection) {
		return this.addresses.getOrDefault(connection, "");
	}

	/**
	 * End a connection that was accepted, if its peer has said nothing.
	 */
	void endIfSilent(SelectableChannel connection) {
		if (this.silent.get(address(connection)) == connection) {
			end(connection);
		}
	}

	/**
	 * The peer at an address has said something.
	 */
	void spoken(String address) {
		this.silent.remove(address);
	}

	/**
	 * Take the connection that has said nothing for the longest time out of those.
	 * @return the connection, or {@code null} if all have said something
	 */
	@Nullable SelectableChannel takeSilent() {
		Iterator<SelectableChannel> oldest = this.silent.values().iterator();
		if (!oldest.hasNext()) {
			return null;
		}
		SelectableChannel connection = oldest.next();
		oldest.remove();
		return connection;
	}

	/**
	 * End the connection of a peer that does not read. One whose address is not known is
	 * among those that seem to have said nothing.
	 * @param route its route
	 * @return whether there is such a connection
	 */
	boolean end(Route route) {
		String address = route.address();
		List<SelectableChannel> ended = (address != null)
				? this.addresses.keySet().stream().filter((one) -> address.equals(this.addresses.get(one))).toList()
				: List.copyOf(this.silent.values());
		ended.forEach(ConnectionTable::end);
		return !ended.isEmpty();
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
	boolean isBeyondShare(String address) {
		int limit = this.max / 2;
		if (this.addresses.size() <= limit || address.isEmpty()) {
			return false;
		}
		String host = host(address);
		return !host.startsWith("127.") && !host.equals("0:0:0:0:0:0:0:1:")
				&& this.addresses.values().stream().filter((other) -> other.startsWith(host)).count() > limit;
	}

	/**
	 * Return the host of an address, and the colon behind it.
	 */
	static String host(String address) {
		return address.substring(0, address.lastIndexOf(':') + 1);
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

}

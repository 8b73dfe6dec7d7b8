package io.multifrost.internal.jeromq;

import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.HashSet;
import java.util.Set;

import zmq.Options;
import zmq.io.net.Address.IZAddress;
import zmq.io.net.SelectorProviderChooser;
import zmq.io.net.tcp.TcpAddress.TcpAddressMask;

/**
 * Closes connections beyond a number before JeroMQ knows them. A DEALER sends to a
 * connection as soon as it was accepted, before the peer has said a word; so it must not
 * be accepted at all.
 * <p>
 * JeroMQ offers one place for it: the filters that it asks right after the accept. They
 * are meant for addresses, and can be reached through the chooser of selector providers
 * alone, which is given the options that hold them. They run on the I/O thread, which is
 * JeroMQ's too, as all of this does.
 */
final class ConnectionGate implements SelectorProviderChooser {

	private final int limit;

	private final Connections connections;

	private final Set<SelectableChannel> open = new HashSet<>();

	/**
	 * Create a gate.
	 * @param limit how many connections may be open at once
	 * @param connections told of each one beyond
	 */
	ConnectionGate(int limit, Connections connections) {
		this.limit = limit;
		this.connections = connections;
	}

	@Override
	public SelectorProvider choose(IZAddress address, Options options) {
		options.tcpAcceptFilters.clear();
		options.tcpAcceptFilters.add(new Filter());
		return SelectorProvider.provider();
	}

	private boolean admits() {
		// Connections are accepted one by one, and entered before the next one.
		boolean admitted = this.open.size() < this.limit || this.connections.makeRoom();
		if (!admitted) {
			this.connections.onRefused();
		}
		return admitted;
	}

	/**
	 * A connection was accepted. Called before JeroMQ accepts another.
	 */
	void entered(SelectableChannel connection) {
		this.open.add(connection);
	}

	/**
	 * Make room for another connection.
	 */
	void left(SelectableChannel connection) {
		this.open.remove(connection);
	}

	private final class Filter extends TcpAddressMask {

		Filter() {
			// The address is not looked at, but must be one.
			super("127.0.0.1:1", false);
		}

		@Override
		public boolean matchAddress(SocketAddress address) {
			return admits();
		}

	}

}

package io.multifrost.internal.jeromq;

import java.nio.channels.SelectableChannel;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;
import org.zeromq.ZMonitor;

import io.multifrost.internal.DropReason;
import io.multifrost.internal.jeromq.curve.HandshakePace;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.sendqueue.Route;

/**
 * The connections of one link, and who of them may speak. Runs on the I/O thread, which
 * is JeroMQ's too, but for what says otherwise.
 * <p>
 * Where a link has as many as it may, the oldest one that has said nothing gives way to
 * the next that comes: who only holds a place is not to keep others out. Where it may
 * have one alone, that is its {@link SinglePeer}.
 */
final class Connections {

	/**
	 * How long the place of a single peer stays empty after its end, until JeroMQ has
	 * taken its pipe away.
	 */
	private static final Duration SETTLE = Duration.ofMillis(20);

	/** How long a client may take to show its key and say something. */
	private static final Duration HANDSHAKE = Duration.ofSeconds(5);

	/** How long nobody is accepted after one who came too often. */
	private static final Duration REST = Duration.ofMillis(5);

	private final EventLoop loop;

	private final LinkListener listener;

	private final HandshakeWatch handshake;

	private final LinkDriver driver;

	private final ConnectionGate gate;

	/** Those of which nobody was told yet. */
	private int refused;

	private final ConnectionTable table;

	private final @Nullable SinglePeer single;

	private final int limit;

	/** Known where clients have to show a key. */
	private final @Nullable HandshakePace handshakes;

	private @Nullable SelectableChannel listening;

	private final DroppedConnections dropped;

	/**
	 * Create the connections of a link.
	 * @param loop the loop of the link
	 * @param options the options of the link
	 * @param listener who is told of connections
	 * @param handshake watches over those that this side makes
	 * @param driver serves the link
	 */
	Connections(EventLoop loop, LinkOptions options, LinkListener listener, HandshakeWatch handshake,
			LinkDriver driver) {
		this.loop = loop;
		this.limit = options.maxConnections();
		this.handshakes = (options.security() instanceof SocketSecurity.Server) ? new HandshakePace(System::nanoTime)
				: null;
		this.table = new ConnectionTable(this.limit);
		this.listener = listener;
		this.handshake = handshake;
		this.driver = driver;
		this.dropped = new DroppedConnections(driver, listener, this.limit);
		this.gate = new ConnectionGate(this.limit, this);
		this.single = options.isSinglePeer() ? new SinglePeer(loop, options.peerCheck(), listener, driver) : null;
	}

	ConnectionGate gate() {
		return this.gate;
	}

	ConnectionTable table() {
		return this.table;
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
			this.table.spoken(address);
			if (this.handshakes != null) {
				this.handshakes.succeeded(ConnectionTable.host(address));
			}
		}
	}

	/**
	 * There are enough connections, and one more has come.
	 * @return whether another one has given way
	 */
	boolean makeRoom() {
		assert this.loop.isLoopThread();
		SelectableChannel oldest = (this.single == null) ? this.table.takeSilent() : null;
		if (oldest == null) {
			return false;
		}
		ConnectionTable.end(oldest);
		this.gate.left(oldest);
		this.dropped.beyondLimit(1);
		return true;
	}

	/**
	 * A connection was closed since there are enough, in the middle of an accept.
	 */
	void onRefused() {
		assert this.loop.isLoopThread();
		this.refused++;
		if (this.refused == 1) {
			this.loop.execute(() -> this.driver.run(this::tellRefused));
		}
	}

	private void tellRefused() {
		int count = this.refused;
		this.refused = 0;
		if (this.single != null) {
			this.dropped.count(DropReason.STRANGER, count);
			this.single.giveWayIfSilent();
		}
		else {
			this.dropped.beyondLimit(count);
		}
	}

	/**
	 * A client has shown a key that is not allowed. Its connection ends next.
	 */
	void refusedKey(String key, String host) {
		this.dropped.refusedKey(key, host);
	}

	/**
	 * Close the link, since it can no longer be found out who its clients are.
	 */
	void fail(Throwable failure) {
		this.driver.fail(failure);
	}

	/**
	 * Hand an event over to the I/O thread. Called on a thread of JeroMQ's own, which
	 * must not be kept.
	 */
	void handOver(ZEvent event) {
		if (event.getEvent() == ZMonitor.Event.ACCEPTED) {
			assert this.loop.isLoopThread();
			this.gate.entered(event.getValue());
		}
		this.loop.execute(() -> this.driver.run(() -> this.driver.onEvent(event)));
	}

	void onEvent(ZEvent event) {
		assert this.loop.isLoopThread();
		switch (event.getEvent()) {
			case ACCEPTED -> accepted(event.getValue());
			case LISTENING -> this.listening = event.getValue();
			case CONNECTED -> {
				this.handshake.connected();
				this.table.add(event.getValue());
				this.listener.onConnected();
			}
			case DISCONNECTED -> {
				this.handshake.stop();
				disconnected(event.getValue());
			}
			case HANDSHAKE_FAILED_AUTH -> this.listener.onKeyRefused();
			default -> throw new IllegalStateException("Not asked for: " + event);
		}
	}

	private void accepted(SelectableChannel connection) {
		if (this.single != null) {
			this.table.add(connection);
			this.single.accepted(connection);
			return;
		}
		boolean stays = this.table.accept(connection);
		this.listener.onConnected();
		if (!stays) {
			ConnectionTable.end(connection);
			this.dropped.beyondLimit(1);
		}
		else if (this.handshakes != null) {
			beginHandshake(this.handshakes, connection);
		}
	}

	/**
	 * Nothing was read from the connection yet, so that its end costs little. It is
	 * counted then.
	 */
	private void beginHandshake(HandshakePace pace, SelectableChannel connection) {
		if (pace.begin(ConnectionTable.host(this.table.address(connection)))) {
			this.loop.schedule(HANDSHAKE, () -> this.table.endIfSilent(connection));
			return;
		}
		ConnectionTable.end(connection);
		if (this.listening != null) {
			this.loop.rest(this.listening, REST);
		}
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

	private void disconnected(SelectableChannel connection) {
		String address = this.table.remove(connection);
		if (address == null) {
			this.gate.left(connection);
			return;
		}
		// What arrived before the end is told before the end.
		this.driver.readAll();
		if (!address.isEmpty() && !this.driver.gone(address) && this.handshakes != null) {
			this.dropped.unauthenticated(address);
		}
		boolean tell = this.table.isEmpty() && mode() == SinglePeer.Mode.OPEN;
		SinglePeer peer = this.single;
		if (peer != null) {
			this.loop.schedule(SETTLE, () -> this.driver.run(() -> {
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

package io.multifrost.internal.jeromq;

import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import zmq.msg.MsgAllocator;

import io.multifrost.internal.jeromq.curve.HelloGuard;
import io.multifrost.internal.jeromq.curve.SocketSecurity;
import io.multifrost.internal.jeromq.curve.WelcomeGuard;
import io.multifrost.internal.jeromq.frame.BoundedAllocator;

/**
 * Sets the options of a socket of JeroMQ's, before it is bound or connected.
 *
 * @param socket the socket
 * @param options the options
 */
record SocketSetup(ZMQ.Socket socket, LinkOptions options) {

	/**
	 * How many messages JeroMQ holds in each direction for one peer, whatever their size.
	 */
	private static final int HIGH_WATER_MARK = 1000;

	/** When the kernel looks whether a silent host is still there, in seconds. */
	private static final int KEEPALIVE_IDLE = 30;

	private static final int KEEPALIVE_INTERVAL = 10;

	private static final int KEEPALIVE_COUNT = 3;

	/** How often another host is asked whether it is there. */
	private static final int PING_MILLIS = 4000;

	/**
	 * How long nothing at all may come from it then. JeroMQ 0.6.0 loses a timer that is
	 * set again while one that was cancelled is still to be removed, so that this has to
	 * be over before it asks again.
	 */
	private static final int SILENCE_MILLIS = 3500;

	/** After how long of silence the other host may let this one go. */
	private static final int GONE_MILLIS = 12_000;

	private static final int MONITORED = ZMQ.EVENT_LISTENING | ZMQ.EVENT_ACCEPTED | ZMQ.EVENT_CONNECTED
			| ZMQ.EVENT_DISCONNECTED | ZMQ.HANDSHAKE_FAILED_AUTH;

	/**
	 * Set the options.
	 * @param router whether the socket is a ROUTER
	 * @param gate decides on connections that are accepted
	 * @param monitor told of events, on a thread of JeroMQ's
	 */
	void apply(boolean router, ConnectionGate gate, ZEvent.ZEventConsummer monitor) {
		this.socket.setSndHWM(HIGH_WATER_MARK);
		this.socket.setRcvHWM(HIGH_WATER_MARK);
		this.socket.setLinger((int) this.options.linger().toMillis());
		this.socket.setMaxMsgSize(this.options.maxFrameSize());
		this.socket.setMsgAllocator(allocator(gate));
		this.options.security().applyTo(this.socket);
		this.socket.setTCPKeepAlive(1);
		this.socket.setTCPKeepAliveIdle(KEEPALIVE_IDLE);
		this.socket.setTCPKeepAliveInterval(KEEPALIVE_INTERVAL);
		this.socket.setTCPKeepAliveCount(KEEPALIVE_COUNT);
		if (router) {
			this.socket.setRouterMandatory(true);
		}
		if (this.options.pings()) {
			this.socket.setHeartbeatIvl(PING_MILLIS);
			this.socket.setHeartbeatTimeout(SILENCE_MILLIS);
			// The other host then notices as well that this one has gone.
			this.socket.setHeartbeatTtl(GONE_MILLIS);
		}
		this.socket.setEventHook(monitor, MONITORED);
	}

	/**
	 * Return what allocates frames, and have it told of connections where it has to know.
	 */
	private MsgAllocator allocator(ConnectionGate gate) {
		MsgAllocator bounded = new BoundedAllocator(this.options.maxFrameSize());
		if (this.options.security() instanceof SocketSecurity.Client) {
			WelcomeGuard guard = new WelcomeGuard(bounded);
			this.socket.setSelectorChooser((address, chosen) -> {
				guard.connecting();
				return gate.choose(address, chosen);
			});
			return guard;
		}
		this.socket.setSelectorChooser(gate);
		return (this.options.security() instanceof SocketSecurity.Server) ? new HelloGuard(bounded) : bounded;
	}

}

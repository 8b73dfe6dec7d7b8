package io.multifrost.internal.jeromq;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Helps a connection that JeroMQ has forgotten to poll.
 * <p>
 * When a TCP connect succeeds at once, JeroMQ 0.6.0 has two handles for one channel in
 * the same turn of its poller: that of the connecter, cancelled, and that of the engine.
 * If it happens to see them in the wrong order, it registers the channel for the one and
 * then cancels this registration for the other, and the connection is silent for ever.
 * Any other change to the poller makes it look again and register what is missing; so a
 * connection on which nothing has been said in time is helped by such a change. That the
 * peers have begun to shake hands is no sign: the peer's whole greeting may have been
 * there to be read before the channel was forgotten.
 * <p>
 * Runs on the I/O thread alone.
 */
final class HandshakeWatch implements Runnable {

	private static final Duration INTERVAL = Duration.ofMillis(50);

	/**
	 * A peer that needs longer is slow, or not a peer; JeroMQ then closes the connection.
	 */
	private static final int MAX_NUDGES = 20;

	private final EventLoop loop;

	private @Nullable IoTimer timer;

	private int nudges;

	HandshakeWatch(EventLoop loop) {
		this.loop = loop;
	}

	/**
	 * A connection was made, and its peers begin to shake hands.
	 */
	void connected() {
		this.nudges = 0;
		next();
	}

	private void next() {
		stop();
		this.timer = this.loop.schedule(INTERVAL, this);
	}

	/**
	 * The time is over in which the peer should have said something.
	 */
	@Override
	public void run() {
		this.loop.nudge();
		this.nudges++;
		if (this.nudges < MAX_NUDGES) {
			next();
		}
	}

	/**
	 * The peer has said something, or the connection is gone.
	 */
	void stop() {
		assert this.loop.isLoopThread();
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

}

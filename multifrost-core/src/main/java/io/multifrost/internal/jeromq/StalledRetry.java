package io.multifrost.internal.jeromq;

import java.time.Duration;

/**
 * Looks again after a peer of a ROUTER that had no room. That it has room again is
 * signalled; but a send to one peer may take away the signal of another, and unlike a
 * DEALER a ROUTER cannot be asked. So there is a look now and then, as long as there is
 * such a peer.
 */
final class StalledRetry {

	private static final Duration INTERVAL = Duration.ofMillis(20);

	private final EventLoop loop;

	private final boolean router;

	private final Link link;

	private boolean pending;

	StalledRetry(EventLoop loop, boolean router, Link link) {
		this.loop = loop;
		this.router = router;
		this.link = link;
	}

	/**
	 * Make sure that there is another look. Called on the I/O thread.
	 */
	void ensure() {
		if (this.router && !this.pending) {
			this.pending = true;
			this.loop.schedule(INTERVAL, () -> {
				this.pending = false;
				this.link.schedule();
			});
		}
	}

}

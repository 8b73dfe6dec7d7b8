package io.multifrost.internal.jeromq;

import org.slf4j.Logger;

import io.multifrost.internal.BackgroundLogger;
import io.multifrost.internal.DropReason;
import io.multifrost.internal.WarningPace;

/**
 * The connections of a link that were ended since they were not wanted: counts them, and
 * warns of them now and then. Runs on the I/O thread alone.
 */
final class DroppedConnections {

	private static final Logger logger = BackgroundLogger.of(DroppedConnections.class);

	private final LinkDriver driver;

	private final LinkListener listener;

	private final int limit;

	private final WarningPace limitWarning = new WarningPace();

	private final WarningPace keyWarning = new WarningPace();

	/** The last key that was refused since that was warned of, in words. */
	private String refusedKey = "";

	DroppedConnections(LinkDriver driver, LinkListener listener, int limit) {
		this.driver = driver;
		this.listener = listener;
		this.limit = limit;
	}

	void count(DropReason reason, int count) {
		for (int i = 0; i < count; i++) {
			this.listener.onDropped(reason);
		}
	}

	/**
	 * Some connections were beyond the number that there may be.
	 */
	void beyondLimit(int count) {
		count(DropReason.CONNECTION_LIMIT, count);
		int due = this.limitWarning.add(count);
		if (due > 0) {
			logger.warn("{} has {} connections, which is its limit: {} were closed since the last such message",
					this.driver, this.limit, due);
		}
	}

	/**
	 * A client has shown a key that is not allowed. Its connection ends next.
	 */
	void refusedKey(String key, String host) {
		this.refusedKey = " (the key " + key + ", of " + host + ", is none of the allowed clients)";
	}

	/**
	 * A connection has ended whose peer has said nothing after the handshake, if it got
	 * so far.
	 */
	void unauthenticated(String address) {
		count(DropReason.KEY, 1);
		int due = this.keyWarning.add(1);
		if (due > 0) {
			logger.warn(
					"{} takes only clients that know its key and show one that is allowed: {} connections ended "
							+ "without that since the last such message, the last one of {}{}",
					this.driver, due, address, this.refusedKey);
			this.refusedKey = "";
		}
	}

}

package io.multifrost.internal.transport;

import java.nio.channels.spi.SelectorProvider;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads what the first socket of a process needs, on a thread of its own: the provider of
 * selectors, for which Java looks through the whole class path, and the random numbers,
 * for which it sets up its security providers. Together they are a good part of the time
 * in which a worker starts.
 */
public final class TransportWarmUp {

	private static final AtomicBoolean begun = new AtomicBoolean();

	private TransportWarmUp() {
	}

	/**
	 * Begin, unless that was done before. Returns at once.
	 */
	public static void begin() {
		if (begun.compareAndSet(false, true)) {
			Thread thread = new Thread(null, new Loading(), "multifrost-warm-up");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/**
	 * No lambda: the first one of a process costs more than all that is loaded here.
	 */
	private static final class Loading implements Runnable {

		@Override
		public void run() {
			new SecureRandom().nextInt();
			SelectorProvider.provider();
		}

	}

}

package io.multifrost.internal.transport;

import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads the provider of selectors, which the first socket of a process needs, on a thread
 * of its own: Java looks for it through the whole class path, which is a good part of the
 * time in which a worker starts whose parent has not named it.
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
			SelectorProvider.provider();
		}

	}

}

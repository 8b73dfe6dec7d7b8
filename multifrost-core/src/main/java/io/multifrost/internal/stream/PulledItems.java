package io.multifrost.internal.stream;

import java.util.concurrent.TimeUnit;

import io.multifrost.internal.message.MessageCodec;

/**
 * The items of a source that is asked for each.
 */
final class PulledItems extends OutgoingItems {

	/** How long it may keep a thread that others wait for. */
	private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final Outlet outlet;

	private final ItemSource source;

	PulledItems(ItemSource source, Outlet outlet, MessageCodec codec, StreamOrigin origin) {
		super(outlet, codec, origin);
		this.outlet = outlet;
		this.source = source;
	}

	@Override
	boolean look() throws Exception {
		long began = System.nanoTime();
		while (credit() > 0 && !isStopped()) {
			this.outlet.awaitRoom();
			if (!this.source.hasNext()) {
				end(null);
				return true;
			}
			take(1);
			add(this.source.next());
			if (System.nanoTime() - began > TURN_NANOS) {
				return false;
			}
		}
		return true;
	}

	@Override
	void close() throws Exception {
		this.source.close();
	}

}

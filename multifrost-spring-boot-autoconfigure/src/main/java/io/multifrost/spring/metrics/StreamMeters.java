package io.multifrost.spring.metrics;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import io.multifrost.parent.ReceivedItems;

/**
 * The meters of one function's streams. Items count as they come, and not with the end of
 * their stream, which may be open for days. Safe for use by several threads.
 */
final class StreamMeters {

	/** Guarded by this object. */
	private final Set<ReceivedItems> open = new HashSet<>();

	private final Timer firstItems;

	/** The items of streams that have ended; guarded by this object. */
	private long ended;

	/**
	 * Register meters.
	 * @param registry where they are registered
	 * @param tags the tags of all of them
	 */
	StreamMeters(MeterRegistry registry, Tags tags) {
		this.firstItems = MeterName.CLIENT_FIRST_ITEM.timer(registry, tags);
		MeterName.CLIENT_ITEMS.counter(registry, this, StreamMeters::items, tags);
	}

	synchronized void began(ReceivedItems items) {
		this.open.add(items);
	}

	synchronized void ended(ReceivedItems items) {
		if (!this.open.remove(items)) {
			return;
		}
		this.ended += items.count();
		Duration first = items.timeToFirst();
		if (first != null) {
			this.firstItems.record(first);
		}
	}

	private synchronized double items() {
		return this.ended + this.open.stream().mapToLong(ReceivedItems::count).sum();
	}

}

package io.multifrost.spring.calls;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.multifrost.parent.ReceivedItems;

/**
 * The streams of one worker that are open. Safe for use by several threads.
 */
final class OpenStreams {

	/** How many are described, those that have been open longest. */
	private static final int DESCRIBED = 20;

	private final Set<OpenStream> streams = new LinkedHashSet<>();

	synchronized void add(OpenStream stream) {
		this.streams.add(stream);
	}

	synchronized void remove(OpenStream stream) {
		this.streams.remove(stream);
	}

	synchronized int count() {
		return this.streams.size();
	}

	synchronized List<StreamDescriptor> describe(long now) {
		return this.streams.stream().limit(DESCRIBED).map((stream) -> stream.describe(now)).toList();
	}

	/**
	 * One stream.
	 *
	 * @param function the function whose result it is
	 * @param items what has come of it
	 * @param began when it began, in the terms of {@link System#nanoTime()}
	 */
	record OpenStream(String function, ReceivedItems items, long began) {

		StreamDescriptor describe(long now) {
			return new StreamDescriptor(this.function, this.items.count(),
					TimeUnit.NANOSECONDS.toSeconds(now - this.began));
		}

	}

}

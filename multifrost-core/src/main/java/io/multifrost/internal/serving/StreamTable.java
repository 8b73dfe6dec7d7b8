package io.multifrost.internal.serving;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.multifrost.MultifrostException;
import io.multifrost.internal.DeadlineSweep;
import io.multifrost.internal.sendqueue.Route;

/**
 * The calls of which something comes or goes in items, so that what follows the call
 * finds it, and its time, its parent's end and the worker's end are noticed also while no
 * thread runs it. Safe for use by any thread; returns at once.
 */
final class StreamTable {

	/** Calls that are open at once, of which most may keep no thread. */
	static final int MAX_STREAMS = 10_000;

	private final Map<Key, ServedCall> open = new ConcurrentHashMap<>();

	/** How many of them each parent has. */
	private final Map<Route, Integer> counts = new ConcurrentHashMap<>();

	private final DeadlineSweep deadlines;

	StreamTable(DeadlineSweep.Timers timers) {
		this.deadlines = new DeadlineSweep(timers, this::stopDue);
	}

	/**
	 * Add a call that has streams.
	 * @param served the call
	 * @return why it cannot be taken, or {@code null} if it was
	 */
	@Nullable String add(ServedCall served) {
		// No parent has more than are left for the others.
		int own = this.counts.getOrDefault(served.route(), 0);
		if (own >= MAX_STREAMS - this.open.size()) {
			return "Worker is overloaded: " + own + " streams of this parent are open";
		}
		if (this.open.putIfAbsent(new Key(served.route(), served.id()), served) != null) {
			return "Another call with a stream has this id";
		}
		this.counts.merge(served.route(), 1, Integer::sum);
		CallDeadline deadline = served.timeLimit();
		if (deadline != null) {
			long now = System.nanoTime();
			this.deadlines.ensureWithin(deadline.nanosLeft(now), now);
		}
		return null;
	}

	void remove(ServedCall served) {
		if (this.open.remove(new Key(served.route(), served.id()), served)) {
			this.counts.computeIfPresent(served.route(), (route, count) -> (count > 1) ? count - 1 : null);
		}
	}

	/**
	 * Find the streams of a call.
	 * @param route where the call came from
	 * @param id its id, or {@code null} where a message has none
	 * @return the streams, or {@code null} if there is no such call, or it has ended
	 */
	@Nullable CallStreams find(Route route, @Nullable String id) {
		ServedCall served = (id != null) ? this.open.get(new Key(route, id)) : null;
		return (served != null) ? served.streams() : null;
	}

	/**
	 * Stop the streams of all calls from a parent.
	 */
	void forget(Route route) {
		stop((served) -> served.route().equals(route), new CallStreams.GivenUp());
	}

	/**
	 * Stop all streams.
	 * @param cause what they end with
	 */
	void stopAll(Throwable cause) {
		stop((served) -> true, cause);
	}

	private void stop(Predicate<ServedCall> concerned, Throwable cause) {
		this.open.values().stream().filter(concerned).forEach((served) -> {
			CallStreams streams = served.streams();
			if (streams != null) {
				streams.stop(cause);
			}
		});
	}

	private long stopDue(long now) {
		long next = Long.MAX_VALUE;
		for (ServedCall served : this.open.values()) {
			CallDeadline deadline = served.timeLimit();
			long left = (deadline != null) ? deadline.nanosLeft(now) : Long.MAX_VALUE;
			CallStreams streams = served.streams();
			if (left > 0) {
				next = Math.min(next, left);
			}
			else if (streams != null) {
				streams.stop(new DeadlineExceeded());
			}
		}
		return next;
	}

	private record Key(Route route, String id) {
	}

	/**
	 * The time of a call is over while it streams.
	 */
	static final class DeadlineExceeded extends MultifrostException {

		private static final long serialVersionUID = 1L;

		DeadlineExceeded() {
			super("the deadline of the call has passed before its stream ended");
		}

	}

}

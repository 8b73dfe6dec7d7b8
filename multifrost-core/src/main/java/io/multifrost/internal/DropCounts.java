package io.multifrost.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what was dropped, by its reason. Safe for use by any thread.
 */
public final class DropCounts {

	private static final DropReason[] REASONS = DropReason.values();

	private final long[] counts = new long[REASONS.length];

	/**
	 * Count one.
	 * @param reason why it was dropped
	 */
	public synchronized void add(DropReason reason) {
		this.counts[reason.ordinal()]++;
	}

	/**
	 * Return how many were dropped for a reason.
	 * @param reason the reason
	 * @return the count since the beginning
	 */
	public synchronized long count(DropReason reason) {
		return this.counts[reason.ordinal()];
	}

	/**
	 * Return how many were dropped for any reason.
	 * @return the count since the beginning
	 */
	public long total() {
		long total = 0;
		for (DropReason reason : REASONS) {
			total += count(reason);
		}
		return total;
	}

	/**
	 * Return all counts.
	 * @return a copy, with an entry for each {@linkplain DropReason#key() reason}
	 */
	public Map<String, Long> asMap() {
		Map<String, Long> map = new LinkedHashMap<>();
		for (DropReason reason : REASONS) {
			map.put(reason.key(), count(reason));
		}
		return map;
	}

}

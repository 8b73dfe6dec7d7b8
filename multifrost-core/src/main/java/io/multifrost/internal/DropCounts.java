package io.multifrost.internal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what was dropped, by its reason. Safe for use by any thread.
 */
public final class DropCounts {

	private static final DropReason[] REASONS = DropReason.values();

	private final AtomicLongArray counts = new AtomicLongArray(REASONS.length);

	/**
	 * Count one.
	 * @param reason why it was dropped
	 */
	public void add(DropReason reason) {
		this.counts.incrementAndGet(reason.ordinal());
	}

	/**
	 * Return how many were dropped for a reason.
	 * @param reason the reason
	 * @return the count since the beginning
	 */
	public long count(DropReason reason) {
		return this.counts.get(reason.ordinal());
	}

	/**
	 * Return how many were dropped for any reason.
	 * @return the count since the beginning
	 */
	public long total() {
		return Arrays.stream(REASONS).mapToLong(this::count).sum();
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

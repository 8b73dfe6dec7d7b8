package io.multifrost.parent;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What has come so far of a result that comes in items. Safe for use by any thread; does
 * not block.
 */
public interface ReceivedItems {

	/**
	 * Return how many items have come, be they read or not.
	 * @return the number of items
	 */
	long count();

	/**
	 * Return how long the first item took.
	 * @return the time from the call to its first item, or {@code null} if none has come
	 */
	@Nullable Duration timeToFirst();

}

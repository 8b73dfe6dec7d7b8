package io.multifrost.parent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A message on its way, as a {@link MessageInspector} sees it. Immutable.
 *
 * @param at when it was handed over to be sent, or has arrived
 * @param worker the name of the worker
 * @param direction whether it goes to the worker or comes from it
 * @param type its type on the wire, for example {@code call}; {@code unreadable} if it is
 * no message
 * @param id its id, or {@code null} if it has none
 * @param function the function of a call, else {@code null}
 * @param size its size in bytes
 * @param preview the begin of what it holds, cut after about 200 characters
 */
public record MessageEvent(Instant at, String worker, Direction direction, String type, @Nullable String id,
		@Nullable String function, int size, String preview) {

	/**
	 * The way that a message goes.
	 */
	public enum Direction {

		/**
		 * From the parent to the worker.
		 */
		OUT,

		/**
		 * From the worker to the parent.
		 */
		IN

	}

}

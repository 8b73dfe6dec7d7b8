package io.multifrost.parent;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Sees each message that goes to a worker or comes from it. Where it is slower than the
 * messages come, some are left out, and the log says how many.
 */
@FunctionalInterface
public interface MessageInspector {

	/**
	 * A message was handed over to be sent, or has arrived. Called on the callback
	 * executor, the messages of one instance one at a time and in their order; what it
	 * throws is logged.
	 * @param message the message
	 */
	void inspect(MessageEvent message);

	/**
	 * A message on its way, as a {@link MessageInspector} sees it. Immutable.
	 *
	 * @param at when it was handed over to be sent, or has arrived
	 * @param worker the name of the worker
	 * @param direction whether it goes to the worker or comes from it
	 * @param type its type on the wire, for example {@code call}; {@code unreadable} if
	 * it is no message
	 * @param id its id, or {@code null} if it has none
	 * @param function the function of a call, else {@code null}
	 * @param size its size in bytes
	 * @param preview the begin of what it holds, cut after about 200 characters
	 */
	record MessageEvent(Instant at, String worker, Direction direction, String type, @Nullable String id,
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

}

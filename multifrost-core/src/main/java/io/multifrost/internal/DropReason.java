package io.multifrost.internal;

import java.util.Locale;

/**
 * Why a message, or a whole connection, was dropped. This is the one place where the
 * reasons stand; their {@linkplain #key() keys} are the names under which they are
 * counted and reported.
 */
public enum DropReason {

	/** A message had other frames than the protocol prescribes. */
	FRAMES,

	/** A payload is no message: broken msgpack, or beyond the limits. */
	MALFORMED,

	/** A message of another application or protocol version. */
	APP,

	/** A message of a type that this side does not expect. */
	UNEXPECTED,

	/** A message that asks a service to end, which it does not follow. */
	SHUTDOWN,

	/**
	 * An answer to a call that nobody waits for, or its progress: unknown, ended, or
	 * answered before.
	 */
	UNKNOWN_ID,

	/** A message to a peer that is gone. */
	UNROUTABLE,

	/** A message that was still waiting to be sent when the link was closed. */
	CLOSED,

	/** A call that had ended before it could be sent. */
	ENDED,

	/** A message for a peer that does not read, beyond what is kept for it. */
	UNREAD,

	/**
	 * A connection of a process that is not the worker, or a message that came over it.
	 */
	STRANGER,

	/** A connection beyond the number that a service accepts. */
	CONNECTION_LIMIT,

	/** A connection of a client that has not shown a key that the service allows. */
	KEY;

	/**
	 * Return the name under which the reason is reported.
	 * @return lower case, with hyphens, for example {@code unknown-id}
	 */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

package io.multifrost.internal.sendqueue;

/**
 * How much may wait to be sent to one peer. A single message always may, whatever its
 * size.
 *
 * @param bytes how many bytes, in which each message counts with {@link #OVERHEAD} more
 * than its payload
 * @param messages how many messages
 */
public record QueueLimits(long bytes, int messages) {

	/** What a message that waits takes beside its payload, in bytes. */
	public static final int OVERHEAD = 128;

	/** What waits at most where nothing else was said. */
	public static final QueueLimits DEFAULTS = new QueueLimits(256L << 20, 100_000);

	/**
	 * Check the limits.
	 * @throws IllegalArgumentException if one of them is not positive
	 */
	public QueueLimits {
		if (bytes <= 0 || messages <= 0) {
			throw new IllegalArgumentException("Limits of a queue must be positive: " + bytes + ", " + messages);
		}
	}

	boolean allow(long queuedBytes, int queuedMessages, int size) {
		return queuedMessages == 0 || (queuedMessages < this.messages && queuedBytes + size <= this.bytes);
	}

}

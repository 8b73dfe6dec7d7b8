package io.multifrost.internal.message;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes ids of messages.
 */
public final class MessageIds {

	private MessageIds() {
	}

	/**
	 * Make an id for a message: a random UUID of version 4. It is unique but not secret,
	 * and so comes from a fast generator.
	 * @return the id
	 */
	public static String random() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long high = (random.nextLong() & ~0xf000L) | 0x4000L;
		long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
		return new UUID(high, low).toString();
	}

}

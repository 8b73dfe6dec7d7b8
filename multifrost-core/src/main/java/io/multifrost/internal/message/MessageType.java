package io.multifrost.internal.message;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The types of messages that this version knows.
 */
enum MessageType {

	CALL, RESPONSE, ERROR, ITEM, CREDIT, PROGRESS, STDOUT, STDERR, HEARTBEAT, CANCEL, SHUTDOWN, READY;

	private static final MessageType[] ALL = values();

	private final String wireName = name().toLowerCase(Locale.ROOT);

	private final byte[] encoded = Field.encode(this.wireName);

	/**
	 * Return the name as a MessagePack string, ready to be written.
	 * @return the bytes, not to be changed
	 */
	byte[] encoded() {
		return this.encoded;
	}

	static @Nullable MessageType find(String wireName) {
		for (MessageType type : ALL) {
			if (type.wireName.equals(wireName)) {
				return type;
			}
		}
		return null;
	}

}

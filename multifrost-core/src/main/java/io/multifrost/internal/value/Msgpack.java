package io.multifrost.internal.value;

import org.msgpack.core.MessagePack;

/**
 * How this library uses msgpack-java.
 */
final class Msgpack {

	/** The version of Java from which on the JVM warns of what is not supported. */
	private static final int WARNS_OF_UNSAFE = 24;

	static {
		// Read once, by the first class of msgpack-java that needs a buffer.
		if (Runtime.version().feature() >= WARNS_OF_UNSAFE && System.getProperty("msgpack.universal-buffer") == null) {
			System.setProperty("msgpack.universal-buffer", "true");
		}
	}

	static final MessagePack.UnpackerConfig UNPACKER = MessagePack.DEFAULT_UNPACKER_CONFIG;

	static final MessagePack.PackerConfig PACKER = MessagePack.DEFAULT_PACKER_CONFIG;

	private Msgpack() {
	}

}

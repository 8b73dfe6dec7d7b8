package io.multifrost.internal.value;

import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.core.buffer.ArrayBufferInput;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferInput;
import org.msgpack.core.buffer.MessageBufferOutput;

/**
 * How this library uses msgpack-java. All objects of its are made here: its first class
 * reads a property that has to be set before.
 */
public final class Msgpack {

	/** The version of Java from which on the JVM warns of what is not supported. */
	private static final int WARNS_OF_UNSAFE = 24;

	static {
		// Read once, by the first class of msgpack-java that needs a buffer.
		if (Runtime.version().feature() >= WARNS_OF_UNSAFE && System.getProperty("msgpack.universal-buffer") == null) {
			System.setProperty("msgpack.universal-buffer", "true");
		}
	}

	private Msgpack() {
	}

	static ArrayBufferInput input(byte[] array, int offset, int length) {
		return new ArrayBufferInput(array, offset, length);
	}

	static MessageBuffer buffer(byte[] array, int offset, int length) {
		return MessageBuffer.wrap(array, offset, length);
	}

	static MessageUnpacker unpacker(MessageBufferInput input) {
		return MessagePack.newDefaultUnpacker(input);
	}

	public static MessageBufferPacker packer() {
		return MessagePack.newDefaultBufferPacker();
	}

	static MessagePacker packer(MessageBufferOutput output) {
		return MessagePack.newDefaultPacker(output);
	}

}

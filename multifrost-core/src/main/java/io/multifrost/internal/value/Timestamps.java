package io.multifrost.internal.value;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;

import org.msgpack.core.ExtensionTypeHeader;

/**
 * Reads the timestamp extension of MessagePack in all of its three sizes.
 */
final class Timestamps {

	static final byte EXTENSION_TYPE = -1;

	private static final int NANOS_PER_SECOND = 1_000_000_000;

	private Timestamps() {
	}

	/**
	 * Read an extension value, which has to be next and to be a timestamp.
	 * @param reader the reader
	 * @return the instant
	 */
	static Instant read(MsgpackReader reader) {
		ExtensionTypeHeader header = reader.readExtensionHeader();
		byte type = header.getType();
		int size = header.getLength();
		if (type != EXTENSION_TYPE) {
			throw CodecFault.of("is of extension type " + type + ", which has no Java form; of the extension types "
					+ "only timestamps (-1) are known");
		}
		if (size != 4 && size != 8 && size != 12) {
			throw CodecFault.of("is a timestamp of " + size + " bytes, where 4, 8 or 12 are allowed");
		}
		ByteBuffer payload = ByteBuffer.wrap(reader.readPayload(size));
		if (size == 8) {
			long bits = payload.getLong();
			return instant(bits & 0x3_ffff_ffffL, bits >>> 34);
		}
		long first = Integer.toUnsignedLong(payload.getInt());
		return (size == 4) ? Instant.ofEpochSecond(first) : instant(payload.getLong(), first);
	}

	private static Instant instant(long seconds, long nanos) {
		if (nanos >= NANOS_PER_SECOND) {
			throw CodecFault.of("is a timestamp with " + nanos + " nanoseconds, which is more than a second");
		}
		try {
			return Instant.ofEpochSecond(seconds, nanos);
		}
		catch (DateTimeException ex) {
			throw CodecFault.of("is a timestamp beyond what an Instant holds: " + seconds + " s", ex);
		}
	}

}

package io.multifrost.internal.value;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePacker;

/**
 * Where the bytes of a value are that are in a file of both processes, and not in the
 * message: the extension {@value #EXTENSION_TYPE}, which holds
 * {@code [name, offset, length]}.
 *
 * @param name the name of the file in the directory that both know
 * @param offset where the bytes begin
 * @param length their number
 */
public record FilePart(String name, long offset, long length) {

	static final byte EXTENSION_TYPE = 41;

	private static final String MALFORMED = "is a part of a file (extension type " + EXTENSION_TYPE
			+ ") that is malformed: it must hold [name, offset, length]";

	/** More than any array of bytes has. */
	private static final long MAX_ARRAY = Integer.MAX_VALUE - 16;

	void writeTo(MessagePacker packer) throws IOException {
		byte[] payload = packed(
				(inner) -> inner.packArrayHeader(3).packString(this.name).packLong(this.offset).packLong(this.length));
		packer.packExtensionTypeHeader(EXTENSION_TYPE, payload.length).writePayload(payload);
	}

	/**
	 * Return what is written into an extension value, whose size stands before it.
	 */
	static byte[] packed(Content content) {
		try (MessageBufferPacker packer = Msgpack.packer()) {
			content.writeTo(packer);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Memory cannot fail to be written", ex);
		}
	}

	/**
	 * Read an extension value of this type, which has to be next and of this size.
	 */
	static FilePart read(MsgpackReader reader) {
		ExtensionTypeHeader header = reader.readExtensionHeader();
		if (header.getType() != EXTENSION_TYPE) {
			throw CodecFault.of(MALFORMED);
		}
		return parse(reader.readPart(header.getLength()));
	}

	/**
	 * Read what an extension value of this type holds. It has not been looked over with
	 * the message.
	 */
	static FilePart parse(EncodedValue payload) {
		MsgpackScanner scanner = new MsgpackScanner(payload.array(), payload.offset(), payload.length());
		try {
			boolean array = scanner.peekType() == WireType.ARRAY && scanner.readArrayHeader() == 3;
			boolean known = array && NumberArrayReader.isNext(scanner, WireType.STRING)
					&& NumberArrayReader.isNext(scanner, WireType.INTEGER)
					&& NumberArrayReader.isNext(scanner, WireType.INTEGER);
			if (!known || scanner.remaining() > 0) {
				throw CodecFault.of(MALFORMED);
			}
		}
		catch (CodecFault ex) {
			throw CodecFault.of(MALFORMED);
		}
		MsgpackReader reader = MsgpackReader.of(payload);
		reader.readArrayHeader();
		return new FilePart(reader.readString(), count(reader), count(reader));
	}

	private static long count(MsgpackReader reader) {
		long count = reader.isNextLong() ? reader.readLong() : -1;
		if (count < 0) {
			throw CodecFault.of(MALFORMED);
		}
		return count;
	}

	/**
	 * Read the bytes as they are.
	 */
	byte[] readFrom(FilePart.Source files) {
		if (this.length > MAX_ARRAY) {
			throw CodecFault.of("has " + this.length + " bytes, which no array of bytes can have");
		}
		// Made when the first of them are there: until then the length is a claim
		ByteBuffer[] all = new ByteBuffer[1];
		files.read(this, (piece) -> {
			all[0] = (all[0] != null) ? all[0] : ByteBuffer.allocate((int) this.length);
			all[0].put(piece);
		});
		return (all[0] != null) ? all[0].array() : new byte[0];
	}

	/** What an extension value holds. */
	interface Content {

		void writeTo(MessagePacker packer) throws IOException;

	}

	/**
	 * Reads what is in a file of two processes, and not in the message. What names the
	 * file comes from the other one, and is not trusted.
	 */
	public interface Source {

		/**
		 * Where no file is expected.
		 */
		Source NONE = (part, sink) -> {
			throw CodecFault.of("is in a file, which was not asked for");
		};

		/**
		 * Read a part of a file.
		 * @param part which it is
		 * @param sink given the bytes, in order, in little-endian pieces whose size is a
		 * multiple of 8 but for the last; only once it is known that all of them are
		 * there and may be read
		 * @throws CodecFault if they are not
		 */
		void read(FilePart part, Consumer<ByteBuffer> sink);

	}

}

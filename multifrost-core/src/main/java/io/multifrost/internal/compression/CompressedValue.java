package io.multifrost.internal.compression;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePacker;

import io.multifrost.CodecLimits;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.Msgpack;
import io.multifrost.internal.value.MsgpackReader;
import io.multifrost.internal.value.MsgpackScanner;
import io.multifrost.internal.value.WireType;

/**
 * A value whose bytes are compressed: an extension value that holds an array of the name
 * of the algorithm, the number of the value's own bytes, and the compressed ones. The
 * number is checked before anything is made, and no more than that is made.
 */
public final class CompressedValue {

	private static final byte EXTENSION_TYPE = 42;

	/** The most bytes of what stands around the compressed ones. */
	private static final int MAX_HEAD = 32;

	private static final String MALFORMED = "is a compressed value, which is malformed: ";

	private CompressedValue() {
	}

	/**
	 * Write a value compressed, or as it is where that is shorter.
	 * @param packer where it is written
	 * @param value the value
	 * @param compressor how it is compressed
	 * @param limits the limits of values, among which the compressed one is one
	 */
	public static void write(MessagePacker packer, EncodedValue value, Compressor compressor, CodecLimits limits)
			throws IOException {
		byte[] compressed = (value.length() > compressor.threshold()) ? compressor.compress(value) : null;
		if (compressed == null || compressed.length >= Math.min(value.length(), limits.maxValueSize()) - MAX_HEAD) {
			packer.writePayload(value.array(), value.offset(), value.length());
			return;
		}
		byte[] head = head(compressor.name(), value.length(), compressed.length);
		packer.packExtensionTypeHeader(EXTENSION_TYPE, head.length + compressed.length);
		packer.writePayload(head);
		packer.writePayload(compressed);
	}

	private static byte[] head(String algorithm, int size, int compressedSize) throws IOException {
		try (MessageBufferPacker packer = Msgpack.packer()) {
			packer.packArrayHeader(3).packString(algorithm).packInt(size).packBinaryHeader(compressedSize);
			return packer.toByteArray();
		}
	}

	/**
	 * Return a value as it was before it was compressed.
	 * @param value any value
	 * @param limits the limits of values
	 * @return the value itself where it is not compressed
	 * @throws CodecFault if it cannot be read, or is beyond a limit
	 */
	public static EncodedValue expand(EncodedValue value, CodecLimits limits) {
		MsgpackReader reader = MsgpackReader.of(value);
		if (reader.peekType() != WireType.EXTENSION) {
			return value;
		}
		ExtensionTypeHeader header = reader.readExtensionHeader();
		return (header.getType() == EXTENSION_TYPE) ? parse(reader.readPart(header.getLength()), limits) : value;
	}

	/**
	 * Return a value as it was before it was compressed.
	 * @param value any value
	 * @param limits the limits of values
	 * @param what what it is, for people who read that it cannot be read
	 * @return the value itself where it is not compressed
	 * @throws io.multifrost.MultifrostException if it cannot be read, or is beyond a
	 * limit
	 */
	public static EncodedValue expand(EncodedValue value, CodecLimits limits, String what) {
		try {
			return expand(value, limits);
		}
		catch (CodecFault ex) {
			throw ex.toConversionException(what);
		}
	}

	private static EncodedValue parse(EncodedValue content, CodecLimits limits) {
		MsgpackScanner scanner = new MsgpackScanner(content.array(), content.offset(), content.length(), limits);
		scanner.skip(1);
		MsgpackReader reader = MsgpackReader.of(content);
		if (scanner.remaining() > 0 || reader.peekType() != WireType.ARRAY || reader.readArrayHeader() != 3
				|| reader.peekType() != WireType.STRING) {
			throw CodecFault.of(MALFORMED + "it has not the parts [algorithm, size, bytes]");
		}
		String algorithm = reader.readString();
		if (!reader.isNextLong()) {
			throw CodecFault.of(MALFORMED + "its size is no number");
		}
		long size = reader.readLong();
		if (size < 1) {
			throw CodecFault.of(MALFORMED + "its size is " + size);
		}
		if (size > limits.maxMessageSize()) {
			throw CodecFault.messageSize(size, limits);
		}
		if (reader.peekType() != WireType.BINARY) {
			throw CodecFault.of(MALFORMED + "it has no bytes");
		}
		byte[] plain = inflate(algorithm, (int) size, reader.readBinary());
		MsgpackScanner check = new MsgpackScanner(plain, 0, plain.length, limits);
		check.skip(1);
		if (check.remaining() > 0) {
			throw CodecFault.of(MALFORMED + "it holds more than one value");
		}
		return new EncodedValue(plain, 0, plain.length);
	}

	private static byte[] inflate(String algorithm, int size, byte[] compressed) {
		try (InputStream stream = Compressor.open(algorithm, new ByteArrayInputStream(compressed), size)) {
			byte[] plain = stream.readNBytes(size);
			if (plain.length < size || stream.read() >= 0) {
				throw CodecFault.of(MALFORMED + "it is not " + size + " bytes long");
			}
			return plain;
		}
		catch (IOException ex) {
			throw CodecFault.of(MALFORMED + algorithm.toLowerCase(Locale.ROOT) + " cannot read it: " + ex.getMessage(),
					ex);
		}
	}

}

package io.multifrost.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

import io.multifrost.ProtocolVersion;

/**
 * What the tests of the codec share.
 */
final class CodecFixture {

	static final String ID = "123e4567-e89b-42d3-a456-426614174000";

	static final MessageCodec CODEC = new MessageCodec(CodecLimits.DEFAULTS,
			InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_500L)));

	private CodecFixture() {
	}

	/**
	 * Write bytes with msgpack-core itself.
	 * @param content what to write
	 * @return the bytes
	 */
	static byte[] pack(Packing content) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			content.pack(packer);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static EncodedValue packed(Packing content) {
		byte[] bytes = pack(content);
		return new EncodedValue(bytes, 0, bytes.length);
	}

	static EncodedValue encoded(@Nullable Object value) {
		return encoded(CODEC, value);
	}

	static EncodedValue encoded(MessageCodec codec, @Nullable Object value) {
		return ((Response) codec.decode(codec.encodeResponse(ProtocolVersion.V3, ID, value, Map.of()))).result();
	}

	static @Nullable Object convert(@Nullable Object value, Type type) {
		return CODEC.decodeResult(encoded(value), type);
	}

	static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
	}

	static String hex(EncodedValue value) {
		return HexFormat.of().formatHex(value.array(), value.offset(), value.offset() + value.length());
	}

	/**
	 * Writes something.
	 */
	interface Packing {

		void pack(MessageBufferPacker packer) throws IOException;

	}

}

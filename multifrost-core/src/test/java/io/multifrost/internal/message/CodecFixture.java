package io.multifrost.internal.message;

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

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.internal.value.EncodedValue;
import io.multifrost.internal.value.JacksonMapper;

/**
 * What the tests of the codec share.
 */
public final class CodecFixture {

	static final String ID = "123e4567-e89b-42d3-a456-426614174000";

	static final MessageCodec CODEC = new MessageCodec(CodecLimits.DEFAULTS, JacksonMapper.STANDARD,
			InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_500L)));

	private CodecFixture() {
	}

	/**
	 * Write bytes with msgpack-core itself.
	 * @param content what to write
	 * @return the bytes
	 */
	public static byte[] pack(Packing content) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			content.pack(packer);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static EncodedValue packed(Packing content) {
		byte[] bytes = pack(content);
		return new EncodedValue(bytes, 0, bytes.length);
	}

	public static EncodedValue encoded(@Nullable Object value) {
		return encoded(CODEC, value);
	}

	public static EncodedValue encoded(MessageCodec codec, @Nullable Object value) {
		return ((Message.Response) codec.decode(codec.encodeResponse(ProtocolVersion.V3, ID, value, Map.of())))
			.result();
	}

	public static @Nullable Object convert(@Nullable Object value, Type type) {
		return CODEC.decodeResult(encoded(value), type);
	}

	public static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
	}

	public static String hex(EncodedValue value) {
		return HexFormat.of().formatHex(value.array(), value.offset(), value.offset() + value.length());
	}

	/**
	 * Writes something.
	 */
	public interface Packing {

		void pack(MessageBufferPacker packer) throws IOException;

	}

}

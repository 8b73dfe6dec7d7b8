package io.multifrost.internal.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.ZstdOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

import io.multifrost.CodecLimits;
import io.multifrost.Compression;
import io.multifrost.internal.value.CodecFault;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CompressedValue} and {@link Compressor}.
 */
class CompressedValueTests {

	private static final CodecLimits LIMITS = CodecLimits.DEFAULTS;

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void aValueComesBackAsItWas(Compression algorithm) throws IOException {
		EncodedValue value = text("a".repeat(10_000));
		EncodedValue written = written(value, new Compressor(algorithm, 100));
		assertThat(written.length()).isLessThan(200);
		assertThat(CompressedValue.expand(written, LIMITS)).isEqualTo(value);
	}

	@Test
	void whatIsShortOrDoesNotShrinkIsSentAsItIs() throws IOException {
		EncodedValue value = text("a".repeat(100));
		assertThat(written(value, new Compressor(Compression.GZIP, 1000))).isEqualTo(value);
		EncodedValue tiny = text("abc");
		assertThat(written(tiny, new Compressor(Compression.GZIP, 0))).isEqualTo(tiny);
		assertThat(CompressedValue.expand(value, LIMITS)).isSameAs(value);
	}

	@Test
	void aValueThatGrowsBeyondTheLimitIsRefusedBeforeItIsMade() throws IOException {
		EncodedValue bomb = extension("gzip", 1 << 30, gzip(new byte[10_000]));
		assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> CompressedValue.expand(bomb, LIMITS))
			.matches(CodecFault::isLimit);
	}

	@Test
	void aValueThatIsNotAsLongAsItSaysIsRefused() throws IOException {
		byte[] nils = new byte[10_000];
		Arrays.fill(nils, (byte) 0xc0);
		assertRefused(extension("gzip", 1, gzip(nils)), "not 1 bytes long");
		assertRefused(extension("gzip", 20_000, gzip(nils)), "not 20000 bytes long");
		assertRefused(extension("gzip", 10_000, gzip(nils)), "more than one value");
	}

	@Test
	void aFrameOfZstdMayNotAskForMoreMemoryThanItsValueIsWorth() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZstdOutputStream output = new ZstdOutputStream(bytes).setLong(27)) {
			output.write(0xc0);
		}
		assertRefused(extension("zstd", 1, bytes.toByteArray()), "zstd cannot read it");
	}

	@Test
	void whatCannotBeReadSaysWhy() throws IOException {
		assertRefused(extension("lzma", 10, new byte[10]), "does not know it");
		assertRefused(extension("gzip", 10, new byte[10]), "gzip cannot read it");
		assertRefused(extension("gzip", 0, new byte[10]), "its size is 0");
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packExtensionTypeHeader((byte) 42, 1).packNil();
			byte[] bytes = packer.toByteArray();
			assertRefused(new EncodedValue(bytes, 0, bytes.length), "[algorithm, size, bytes]");
		}
	}

	@Test
	void whatAParentReadsIsWhatItHasSaid() {
		Compressor compressor = new Compressor(Compression.ZSTD, 77);
		assertThat(Compressor.of(Map.of("algorithm", "zstd", "threshold", 77L))).isEqualTo(compressor);
		assertThat(Compressor.of(Map.of("algorithm", "lzma", "threshold", 77L))).isNull();
		assertThat(Compressor.of("zstd")).isNull();
		assertThat(Compressor.of(null)).isNull();
		assertThat(Compressor.names()).containsExactly("gzip", "zstd");
	}

	private static void assertRefused(EncodedValue value, String problem) {
		assertThatExceptionOfType(CodecFault.class).isThrownBy(() -> CompressedValue.expand(value, LIMITS))
			.satisfies((fault) -> assertThat(fault.toConversionException("result")).hasMessageContaining(problem));
	}

	private static EncodedValue written(EncodedValue value, Compressor compressor) throws IOException {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			CompressedValue.write(packer, value, compressor, LIMITS);
			byte[] bytes = packer.toByteArray();
			return new EncodedValue(bytes, 0, bytes.length);
		}
	}

	private static EncodedValue text(String text) throws IOException {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packString(text);
			byte[] bytes = packer.toByteArray();
			return new EncodedValue(bytes, 0, bytes.length);
		}
	}

	private static EncodedValue extension(String algorithm, int size, byte[] content) throws IOException {
		try (MessageBufferPacker inner = MessagePack.newDefaultBufferPacker();
				MessageBufferPacker outer = MessagePack.newDefaultBufferPacker()) {
			inner.packArrayHeader(3).packString(algorithm).packInt(size).packBinaryHeader(content.length);
			inner.writePayload(content);
			byte[] body = inner.toByteArray();
			outer.packExtensionTypeHeader((byte) 42, body.length).writePayload(body);
			byte[] bytes = outer.toByteArray();
			return new EncodedValue(bytes, 0, bytes.length);
		}
	}

	private static byte[] gzip(byte[] plain) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
			output.write(plain);
		}
		return bytes.toByteArray();
	}

}

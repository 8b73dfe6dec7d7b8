package io.multifrost.internal.value;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.multifrost.CodecLimits;
import io.multifrost.internal.message.CodecFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares each form of a value, on both sides of its bounds, with what msgpack-core
 * writes.
 */
class ValueFormsTests {

	@ParameterizedTest
	@MethodSource
	void integers(long value) {
		assertThat(CodecFixture.encoded(value)).isEqualTo(CodecFixture.packed((packer) -> packer.packLong(value)));
		BigInteger big = BigInteger.valueOf(value);
		assertThat(CodecFixture.encoded(big)).isEqualTo(CodecFixture.packed((packer) -> packer.packBigInteger(big)));
	}

	static LongStream integers() {
		LongStream powers = IntStream.range(0, Long.SIZE).mapToLong((bit) -> 1L << bit);
		return LongStream.concat(LongStream.of(-32, -33, Long.MIN_VALUE, Long.MAX_VALUE), powers)
			.flatMap((power) -> LongStream.of(power - 1, power, power + 1, -power - 1, -power, 1 - power));
	}

	@ParameterizedTest
	@MethodSource
	void integersBeyondLong(BigInteger value) {
		assertThat(CodecFixture.encoded(value))
			.isEqualTo(CodecFixture.packed((packer) -> packer.packBigInteger(value)));
	}

	static Stream<BigInteger> integersBeyondLong() {
		BigInteger bound = BigInteger.ONE.shiftLeft(Long.SIZE - 1);
		return Stream.of(bound, bound.add(BigInteger.ONE), bound.shiftLeft(1).subtract(BigInteger.ONE));
	}

	@ParameterizedTest
	@MethodSource("sizes")
	void strings(int length) {
		String text = "x".repeat(length);
		assertThat(CodecFixture.encoded(text)).isEqualTo(CodecFixture.packed((packer) -> packer.packString(text)));
	}

	@ParameterizedTest
	@MethodSource("sizes")
	void binaries(int length) {
		byte[] bytes = new byte[length];
		assertThat(CodecFixture.encoded(bytes)).isEqualTo(CodecFixture.packed((packer) -> {
			packer.packBinaryHeader(length);
			packer.writePayload(bytes);
		}));
	}

	@ParameterizedTest
	@MethodSource("sizes")
	void arrays(int length) {
		assertThat(CodecFixture.encoded(Collections.nCopies(length, null))).isEqualTo(CodecFixture.packed((packer) -> {
			packer.packArrayHeader(length);
			for (int i = 0; i < length; i++) {
				packer.packNil();
			}
		}));
	}

	@ParameterizedTest
	@MethodSource("sizes")
	void maps(int length) throws IOException {
		assertThat(mapHeader(length)).isEqualTo(CodecFixture.packed((packer) -> packer.packMapHeader(length)));
	}

	private static EncodedValue mapHeader(int entries) throws IOException {
		ValueWriter writer = new ValueWriter(CodecLimits.DEFAULTS, JacksonMapper.STANDARD);
		writer.packer().packMapHeader(entries);
		byte[] bytes = writer.finish();
		return new EncodedValue(bytes, 0, bytes.length);
	}

	static IntStream sizes() {
		return IntStream.of(0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536);
	}

	@ParameterizedTest
	@MethodSource
	void timestamps(Instant instant) {
		assertThat(CodecFixture.encoded(instant))
			.isEqualTo(CodecFixture.packed((packer) -> packer.packTimestamp(instant)));
	}

	static Stream<Instant> timestamps() {
		return LongStream.of(0, 1, 0xffff_ffffL, 0x1_0000_0000L, 0x3_ffff_ffffL, 0x4_0000_0000L, -1)
			.boxed()
			.flatMap((second) -> Stream.of(0, 1, 999_999_999).map((nano) -> Instant.ofEpochSecond(second, nano)));
	}

	@ParameterizedTest
	@MethodSource
	void others(Object value, EncodedValue expected) {
		assertThat(CodecFixture.encoded(value)).isEqualTo(expected);
	}

	static Stream<Object[]> others() {
		return Stream.of(new Object[] { true, CodecFixture.packed((packer) -> packer.packBoolean(true)) },
				new Object[] { false, CodecFixture.packed((packer) -> packer.packBoolean(false)) },
				new Object[] { 0.1f, CodecFixture.packed((packer) -> packer.packFloat(0.1f)) },
				new Object[] { -0.0, CodecFixture.packed((packer) -> packer.packDouble(-0.0)) },
				new Object[] { Double.NaN, CodecFixture.packed((packer) -> packer.packDouble(Double.NaN)) });
	}

}

package io.multifrost.internal.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.multifrost.CodecLimits;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.Message.Response;
import io.multifrost.internal.message.MessageCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PrimitiveArraysTests {

	private static final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS);

	static Stream<Object> arrays() {
		return Stream.of(
				new double[] { 0, -0.0, 1.5, Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY },
				new float[] { 0, 1.5f, Float.MAX_VALUE, Float.NaN },
				new long[] { 0, 1, -1, 127, 128, 255, 256, 65_535, 65_536, -32, -33, -128, -129, 0xffffffffL,
						0x100000000L, Long.MAX_VALUE, Long.MIN_VALUE },
				new int[] { 0, -1, 127, 128, -32, -33, Integer.MAX_VALUE, Integer.MIN_VALUE },
				new short[] { 0, -1, 200, Short.MAX_VALUE, Short.MIN_VALUE }, new boolean[] { true, false },
				new char[] { 'a', 'é' }, new double[0], new int[][] { { 1 }, {}, { 2, 3 } });
	}

	@ParameterizedTest
	@MethodSource("arrays")
	void anArrayComesBackAsItWas(Object array) {
		assertThat(decode(encode(array), array.getClass())).isEqualTo(array);
	}

	@ParameterizedTest
	@MethodSource("arrays")
	void itIsWrittenAsAListOfItsElementsIs(Object array) {
		List<Object> elements = new ArrayList<>();
		for (int i = 0; i < java.lang.reflect.Array.getLength(array); i++) {
			elements.add(java.lang.reflect.Array.get(array, i));
		}
		assertThat(encode(array)).isEqualTo(encode(elements));
	}

	@Test
	void elementsOfOtherFormsAreConverted() {
		List<Object> mixed = List.of(1, 2.5, 3, 4.5f, 1L << 40, 6.0);
		assertThat(decode(encode(mixed), double[].class)).isEqualTo(new double[] { 1, 2.5, 3, 4.5, 1L << 40, 6 });
		assertThat(decode(encode(List.of(1, 2.0, 3)), int[].class)).isEqualTo(new int[] { 1, 2, 3 });
		assertThat(decode(encode(List.of(1, 2.0, 3)), float[].class)).isEqualTo(new float[] { 1, 2, 3 });
	}

	@Test
	void anElementThatDoesNotFitIsNamed() {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> decode(encode(new long[] { 1, 2, 1L << 40, 4 }), int[].class))
			.withMessageContaining("[2]");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> decode(encode(List.of(1.5, "x")), double[].class))
			.withMessageContaining("[1]");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> decode(encode(new int[] { 1, 40_000 }), short[].class))
			.withMessageContaining("[1]");
	}

	/**
	 * Each row is large: the message must not be copied for each.
	 */
	@Test
	void manyLargeRowsComeBackAsTheyWere() {
		CodecLimits wide = CodecLimits.DEFAULTS.withMaxMessageSize(64 << 20).withMaxEntries(1 << 20);
		MessageCodec large = new MessageCodec(wide);
		double[][] rows = new double[100][];
		for (int i = 0; i < rows.length; i++) {
			rows[i] = new Random(i).doubles(10_000).toArray();
		}
		byte[] message = large.encodeResponse(ProtocolVersion.V3, "id", rows, Map.of());
		assertThat(large.decodeResult(((Response) large.decode(message)).result(), double[][].class)).isEqualTo(rows);
	}

	@Test
	void aLargeArrayComesBackAsItWas() {
		double[] numbers = new Random(42).doubles(90_000).toArray();
		long[] longs = new Random(42).longs(90_000).toArray();
		assertThat(decode(encode(numbers), double[].class)).isEqualTo(numbers);
		assertThat(decode(encode(longs), long[].class)).isEqualTo(longs);
	}

	private static EncodedValue encode(Object value) {
		byte[] message = codec.encodeResponse(ProtocolVersion.V3, "id", value, Map.of());
		return ((Response) codec.decode(message)).result();
	}

	private static Object decode(EncodedValue value, Class<?> type) {
		return codec.decodeResult(value, type);
	}

}

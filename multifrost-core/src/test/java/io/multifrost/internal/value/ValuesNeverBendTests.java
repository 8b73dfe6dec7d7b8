package io.multifrost.internal.value;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.CodecFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A number or a text is converted where it stays the same, and is an error elsewhere: in
 * records and keys as well as by itself.
 */
class ValuesNeverBendTests {

	private static final long NO_DOUBLE = (1L << 53) + 1;

	static Stream<Arguments> numbersThatDoNotFit() {
		return Stream.of(Arguments.of("real", NO_DOUBLE), Arguments.of("boxedReal", NO_DOUBLE),
				Arguments.of("single", NO_DOUBLE), Arguments.of("single", 1e300), Arguments.of("boxedSingle", -1e300),
				Arguments.of("real", BigInteger.ONE.shiftLeft(63).add(BigInteger.ONE)), Arguments.of("octet", 200),
				Arguments.of("boxedOctet", 200), Arguments.of("octet", -129), Arguments.of("octet", 200.0),
				Arguments.of("boxedOctet", 200.0), Arguments.of("small", 40_000),
				Arguments.of("reals", List.of(1.5, NO_DOUBLE)), Arguments.of("singles", List.of(1e300)),
				Arguments.of("octetList", List.of(200)));
	}

	@ParameterizedTest
	@MethodSource("numbersThatDoNotFit")
	void aPropertyOfARecordIsNotAnotherNumber(String property, Object value) {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.convert(measures(property, value), Measures.class))
			.withMessageContaining(property);
	}

	@Test
	void aPropertyOfARecordIsTheSameNumber() {
		Map<String, Object> sent = Map.of("real", 1L << 60, "boxedReal", 0.1, "single", 0.1, "boxedSingle",
				Double.NEGATIVE_INFINITY, "octet", -128, "boxedOctet", 127.0, "small", -5, "reals",
				List.of(1, 2.5, Double.NaN), "singles", List.of(3), "octetList", List.of(-1));
		Measures read = (Measures) CodecFixture.convert(sent, Measures.class);
		assertThat(read).isNotNull();
		assertThat(read.real()).isEqualTo(0x1p60);
		assertThat(read.boxedReal()).isEqualTo(0.1);
		assertThat(read.single()).isEqualTo(0.1f);
		assertThat(read.boxedSingle()).isEqualTo(Float.NEGATIVE_INFINITY);
		assertThat(read.octet()).isEqualTo((byte) -128);
		assertThat(read.boxedOctet()).isEqualTo((byte) 127);
		assertThat(read.reals()).containsExactly(1, 2.5, Double.NaN);
		assertThat(read.singles()).containsExactly(3);
		assertThat(read.octetList()).containsExactly((byte) -1);
	}

	/**
	 * Some peers have no binary values, and send bytes as numbers without a sign.
	 */
	@Test
	void bytesOfARecordMayBeNumbersWithoutASign() {
		Octets read = (Octets) CodecFixture.convert(Map.of("octets", List.of(200, -56, 1)), Octets.class);
		assertThat(read).isNotNull();
		assertThat(read.octets()).containsExactly(-56, -56, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "123456789012345678901234567890", "-18446744073709551617" })
	void aLongKeyIsTheSameInteger(String key) {
		Type type = new TypeReference<Map<BigInteger, Integer>>() {
		}.getType();
		assertThat(CodecFixture.convert(Map.of(new BigInteger(key), 1), type))
			.isEqualTo(Map.of(new BigInteger(key), 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e400", "-1e400" })
	void aKeyBeyondAllDoublesIsNotInfinite(String key) {
		for (Type type : List.of(new TypeReference<Map<Double, Integer>>() {
		}.getType(), new TypeReference<Map<Float, Integer>>() {
		}.getType())) {
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> CodecFixture.convert(Map.of(key, 1), type))
				.withMessageContaining(key);
		}
	}

	@Test
	void aFloatingKeyComesBackAsItWas() {
		Type type = new TypeReference<Map<Double, Integer>>() {
		}.getType();
		for (double key : new double[] { 0.1, 1e300, -2.5, 1e22 }) {
			assertThat(CodecFixture.convert(Map.of(key, 1), type)).isEqualTo(Map.of(key, 1));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "f00000001-000-1000-8000-000000000001", "00000000-0000-10000-800-000000000001" })
	void aTextWithOtherGroupsIsNoUuid(String text) {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.convert(text, UUID.class))
			.withMessageContaining("UUID");
	}

	@ParameterizedTest
	@ValueSource(classes = { Unwrapped.class, Shape.class })
	void aNumberThatJacksonReadsFromACopyIsNotAnotherNumberEither(Class<?> type) {
		for (Map<String, ?> lost : List.of(Map.of("n", 1.5), Map.of("n", 1, "ns", List.of(1.5)))) {
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> CodecFixture.convert(typeLast(lost), type))
				.withMessageContaining("1.5");
		}
		assertThat(CodecFixture.convert(typeLast(Map.of("n", 2.0, "ns", List.of(3.0))), type)).isNotNull();
	}

	/** Whether Jackson has to copy depends on the order in which a peer writes. */
	private static Map<String, Object> typeLast(Map<String, ?> properties) {
		Map<String, Object> all = new LinkedHashMap<>(properties);
		all.put("type", "circle");
		return all;
	}

	@Test
	void aLargeFloatOfARecordIsTheSameInteger() {
		assertThat(CodecFixture.convert(Map.of("whole", 1e30), Whole.class))
			.isEqualTo(new Whole(new BigDecimal(1e30).toBigInteger()));
		assertThat(CodecFixture.convert(Map.of("whole", -5.0), Whole.class))
			.isEqualTo(new Whole(BigInteger.valueOf(-5)));
	}

	@ParameterizedTest
	@CsvSource({ "octets, 200", "octets, 1.5", "reals, 1e400", "reals, 9007199254740993", "singles, 1e300" })
	void aKeyOfARecordIsNotAnotherNumber(String property, String key) {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.convert(Map.of(property, Map.of(key, 1)), Keys.class))
			.withMessageContaining(key);
	}

	@Test
	void aKeyOfARecordIsTheSameNumber() {
		Map<String, Object> sent = Map.of("octets", Map.of(-128, 1), "reals", Map.of(0.1, 1, 5, 2), "singles",
				Map.of(0.1f, 1));
		assertThat(CodecFixture.convert(sent, Keys.class))
			.isEqualTo(new Keys(Map.of((byte) -128, 1), Map.of(0.1, 1, 5.0, 2), Map.of(0.1f, 1)));
	}

	@Test
	void aUuidMayBeInCapitals() {
		String text = "123E4567-E89B-42D3-A456-426614174000";
		assertThat(CodecFixture.convert(text, UUID.class)).isEqualTo(UUID.fromString(text));
	}

	/**
	 * Return properties of which one has a value of its own, and all others zero.
	 */
	private static Map<String, Object> measures(String property, Object value) {
		Map<String, Object> properties = new HashMap<>(Map.of("real", 0, "boxedReal", 0, "single", 0, "boxedSingle", 0,
				"octet", 0, "boxedOctet", 0, "small", 0));
		properties.put(property, value);
		return properties;
	}

	record Measures(double real, @Nullable Double boxedReal, float single, @Nullable Float boxedSingle, byte octet,
			@Nullable Byte boxedOctet, short small, double[] reals, float[] singles, List<Byte> octetList) {
	}

	record Octets(byte[] octets) {
	}

	static class Unwrapped {

		@JsonUnwrapped
		public @Nullable Counts counts;

		public @Nullable String type;

	}

	static class Counts {

		public int n;

		public int @Nullable [] ns;

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
	interface Shape {

	}

	static class Circle extends Counts implements Shape {

	}

	record Whole(BigInteger whole) {
	}

	record Keys(@Nullable Map<Byte, Integer> octets, @Nullable Map<Double, Integer> reals,
			@Nullable Map<Float, Integer> singles) {
	}

}

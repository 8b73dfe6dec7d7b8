package io.multifrost.internal.message;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

import io.multifrost.ProtocolException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueReadingTests {

	@Test
	void integersFitTheirRangeExactly() {
		assertThat(read(127, byte.class)).isEqualTo((byte) 127);
		assertThat(read(-128, Byte.class)).isEqualTo((byte) -128);
		assertThat(read(32_767, short.class)).isEqualTo((short) 32_767);
		assertThat(read(Integer.MIN_VALUE, int.class)).isEqualTo(Integer.MIN_VALUE);
		assertThat(read(Long.MAX_VALUE, Long.class)).isEqualTo(Long.MAX_VALUE);
		assertRefused(128, byte.class, "result is integer 128, which does not fit byte");
		assertRefused(-32_769, Short.class, "result is integer -32769, which does not fit Short");
		assertRefused(1L << 31, int.class, "result is integer 2147483648, which does not fit int");
		assertRefused(BigInteger.ONE.shiftLeft(63), long.class,
				"result is integer 9223372036854775808, which does not fit long");
	}

	@Test
	void wholeFloatsAreIntegersAndOthersAreNot() {
		assertThat(read(5e9, long.class)).isEqualTo(5_000_000_000L);
		assertThat(read(-0x1p63, long.class)).isEqualTo(Long.MIN_VALUE);
		assertThat(read(3f, Integer.class)).isEqualTo(3);
		assertThat(read(1e30, BigInteger.class)).isEqualTo(new BigDecimal(1e30).toBigInteger());
		for (double value : new double[] { 1.5, Double.NaN, Double.POSITIVE_INFINITY, 0x1p63 }) {
			assertRefused(value, long.class, "result is float64 " + value + ", which does not fit long");
		}
		assertRefused(1.5f, BigInteger.class, "result is float32 1.5, which does not fit BigInteger");
		assertRefused(Double.NEGATIVE_INFINITY, BigInteger.class, "which does not fit BigInteger");
	}

	@Test
	void floatsAreReadFromAllNumbersThatAreExact() {
		assertThat(read(5, double.class)).isEqualTo(5.0);
		assertThat(read(1L << 60, Double.class)).isEqualTo(0x1p60);
		assertThat(read(BigInteger.ONE.shiftLeft(63), double.class)).isEqualTo(0x1p63);
		assertThat(read(0.1, float.class)).isEqualTo(0.1f);
		assertThat(read(0.5f, double.class)).isEqualTo(0.5);
		assertThat(read(Double.NaN, Float.class)).isEqualTo(Float.NaN);
		assertThat(read(Double.NEGATIVE_INFINITY, float.class)).isEqualTo(Float.NEGATIVE_INFINITY);
		assertRefused((1L << 53) + 1, double.class, "result is integer 9007199254740993, which does not fit double");
		assertRefused(Long.MAX_VALUE, double.class, "which does not fit double");
		assertRefused(Long.MAX_VALUE, float.class, "which does not fit float");
		assertRefused(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE), double.class, "does not fit double");
		assertRefused(1e300, float.class, "result is float64 1.0E300, which does not fit float");
	}

	@Test
	void bigNumbersAreReadFromNumbersAndText() {
		assertThat(read(5, BigInteger.class)).isEqualTo(BigInteger.valueOf(5));
		assertThat(read(BigInteger.ONE.shiftLeft(63), BigInteger.class)).isEqualTo(BigInteger.ONE.shiftLeft(63));
		assertThat(read("123456789012345678901234567890", BigInteger.class))
			.isEqualTo(new BigInteger("123456789012345678901234567890"));
		assertThat(read(0.1, BigDecimal.class)).isEqualTo(new BigDecimal("0.1"));
		assertThat(read(7, BigDecimal.class)).isEqualTo(BigDecimal.valueOf(7));
		assertThat(read("1.50", BigDecimal.class)).isEqualTo(new BigDecimal("1.50"));
		assertThat(read(7, Number.class)).isEqualTo(7L);
		assertRefused("1E+1000000000", BigInteger.class, "which does not fit BigInteger");
		assertRefused("1".repeat(1_001), BigDecimal.class, "...", "which does not fit BigDecimal");
		assertRefused("one", BigDecimal.class, "result is string \"one\", which does not fit BigDecimal");
		assertRefused(Double.NaN, BigDecimal.class, "which does not fit BigDecimal");
		assertRefused("5", long.class, "result is string \"5\", which does not fit long");
		assertRefused(List.of(), BigDecimal.class, "result is array of 0 [], which does not fit BigDecimal");
	}

	@Test
	void textIsReadFromStringsAlone() {
		assertThat(read("é", String.class)).isEqualTo("é");
		assertThat(read("t", CharSequence.class)).isEqualTo("t");
		assertThat(read("c", char.class)).isEqualTo('c');
		assertThat(read("c", Character.class)).isEqualTo('c');
		assertThat(read("\ufffd", String.class)).isEqualTo("\ufffd");
		assertRefused(5, String.class, "result is integer 5, which does not fit String");
		assertRefused(new byte[] { 1 }, String.class, "result is binary of 1 bytes, which does not fit String");
		assertRefused("ab", char.class, "result is string \"ab\", which does not fit char");
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> CodecFixture.CODEC.decodeResult(
				CodecFixture.packed((packer) -> packer.packRawStringHeader(2).writePayload(new byte[] { 65, -1 })),
				String.class))
			.withMessage("result is a string that is not UTF-8; send bytes as binary");
	}

	@Test
	void booleansAreReadFromBooleansAlone() {
		assertThat(read(true, boolean.class)).isEqualTo(true);
		assertThat(read(false, Boolean.class)).isEqualTo(false);
		assertRefused(1, boolean.class, "result is integer 1, which does not fit boolean");
	}

	@Test
	void bytesAreReadFromBinaryAndFromArraysOfBytes() {
		assertThat(read(new byte[] { 1, -1 }, byte[].class)).isEqualTo(new byte[] { 1, -1 });
		assertThat(read(new byte[] { 1 }, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(new byte[] { 1 }));
		assertThat(read(new int[] { 255, -128, 0 }, byte[].class)).isEqualTo(new byte[] { -1, -128, 0 });
		assertRefused(new int[] { 256 }, byte[].class, "result is array of 1 [256], which does not fit byte[]");
		assertRefused(List.of("a"), byte[].class, "which does not fit byte[]");
		assertRefused("text", byte[].class, "result is string \"text\", which does not fit byte[]");
		assertRefused("text", ByteBuffer.class, "which does not fit ByteBuffer");
	}

	@Test
	void instantsAreReadFromTimestampsAndText() {
		for (Instant instant : List.of(Instant.EPOCH, Instant.ofEpochSecond(5, 6), Instant.ofEpochSecond(1L << 33, 1),
				Instant.ofEpochSecond(1L << 35), Instant.MIN)) {
			assertThat(read(instant, Instant.class)).isEqualTo(instant);
			assertThat(read(instant, Object.class)).isEqualTo(instant);
		}
		assertThat(read("2026-01-02T03:04:05.5Z", Instant.class)).isEqualTo(Instant.parse("2026-01-02T03:04:05.5Z"));
		assertRefused("yesterday", Instant.class, "result is string \"yesterday\", which does not fit Instant");
		assertRefused(5, Instant.class, "result is integer 5, which does not fit Instant");
		assertThat(read(Instant.EPOCH, OffsetDateTime.class)).isEqualTo(Instant.EPOCH.atOffset(ZoneOffset.UTC));
		assertThat(read(Instant.EPOCH, Date.class)).isEqualTo(new Date(0));
		assertThat(read("2026-01-02T03:04:05Z", OffsetDateTime.class))
			.isEqualTo(OffsetDateTime.parse("2026-01-02T03:04:05Z"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "d7ffffffffff00000000", "c70cff3b9aca000000000000000000", "c70cff000000007fffffffffffffff",
			"c702ff0000", "d40501", "c80001050a", "c90000000105ff" })
	void extensionsThatAreNoTimestampsAreRefused(String hex) {
		byte[] bytes = CodecFixture.bytes(hex);
		EncodedValue value = new EncodedValue(bytes, 0, bytes.length);
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.CODEC.decodeResult(value, Object.class))
			.withMessageMatching("result is (a timestamp|of extension type 5).*");
	}

	@Test
	void enumsAreReadByTheirNames() {
		assertThat(read("DAYS", TimeUnit.class)).isEqualTo(TimeUnit.DAYS);
		assertRefused("days", TimeUnit.class, "result is string \"days\", which does not fit TimeUnit");
		assertRefused(1, TimeUnit.class, "result is integer 1, which does not fit TimeUnit");
	}

	@Test
	void nilIsNullButForPrimitives() {
		assertThat(read(null, Long.class)).isNull();
		assertThat(read(null, String.class)).isNull();
		assertThat(read(null, Sample.class)).isNull();
		assertThat(read(null, Object.class)).isNull();
		assertThat(read(null, Optional.class)).isEqualTo(Optional.empty());
		assertThat(read(null, OptionalInt.class)).isEqualTo(OptionalInt.empty());
		assertThat(read(null, OptionalLong.class)).isEqualTo(OptionalLong.empty());
		assertThat(read(null, OptionalDouble.class)).isEqualTo(OptionalDouble.empty());
		assertThat(read(5, OptionalInt.class)).isEqualTo(OptionalInt.of(5));
		assertThat(read(null, void.class)).isNull();
		assertThat(read("dropped", Void.class)).isNull();
		assertThat(read(List.of("dropped"), new TypeReference<List<Void>>() {
		}.getType())).isEqualTo(Collections.singletonList(null));
		assertRefused(null, int.class, "result is nil, which does not fit int");
		EncodedValue undefined = new EncodedValue(CodecFixture.bytes("d40000"), 0, 3);
		assertThat(CodecFixture.CODEC.decodeResult(undefined, String.class)).isNull();
		assertThat(CodecFixture.CODEC.decodeResult(undefined, Object.class)).isNull();
	}

	@Test
	void genericValuesArePlainJava() {
		Map<String, Object> value = Map.of("i", 1, "u", BigInteger.ONE.shiftLeft(63), "f", 0.5f, "d", 0.1, "s", "t",
				"l", Arrays.asList(true, null), "m", Map.of("k", 'c'));
		assertThat(CodecFixture.CODEC.decodeResult(CodecFixture.encoded(value), Object.class))
			.isEqualTo(Map.of("i", 1L, "u", BigInteger.ONE.shiftLeft(63), "f", 0.5, "d", 0.1, "s", "t", "l",
					Arrays.asList(true, null), "m", Map.of("k", "c")));
		assertThat((byte[]) CodecFixture.CODEC.decodeResult(CodecFixture.encoded(new byte[] { 1 }), Object.class))
			.containsExactly(1);
	}

	@Test
	void keysThatAreNoStringsAreTurnedIntoText() {
		EncodedValue map = CodecFixture.packed((packer) -> packer.packMapHeader(5)
			.packInt(1)
			.packInt(1)
			.packBoolean(true)
			.packInt(2)
			.packNil()
			.packInt(3)
			.packDouble(1.5)
			.packInt(4)
			.packString("s")
			.packInt(5));
		assertThat(CodecFixture.CODEC.decodeResult(map, Object.class)).hasToString("{1=1, true=2, null=3, 1.5=4, s=5}");
		EncodedValue bad = CodecFixture
			.packed((packer) -> packer.packMapHeader(1).packMapHeader(1).packInt(1).packInt(1).packInt(1));
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.CODEC.decodeResult(bad, Object.class))
			.withMessageStartingWith("result is a map with a key that is map of 1 {1: 1}");
	}

	@Test
	void keysThatBecomeOneAreRefused() {
		EncodedValue map = CodecFixture
			.packed((packer) -> packer.packMapHeader(2).packInt(1).packString("a").packString("1").packString("b"));
		String both = " is a map with the keys integer 1 and string \"1\", which would both be \"1\"";
		for (Type type : List.of(Object.class, Map.class, new TypeReference<Map<Long, String>>() {
		}.getType(), Keyed.class)) {
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> CodecFixture.CODEC.decodeResult(map, type))
				.withMessageStartingWith("result" + both);
		}
		assertRefused(Map.of("1", "a", "01", "b"), new TypeReference<Map<Long, String>>() {
		}.getType(), "string \"1\"", "string \"01\"", "which would both be \"1\"");
		assertThat(read(Map.of("1", "a", "01", "b"), Object.class)).isEqualTo(Map.of("1", "a", "01", "b"));
		assertRefused(Map.of("1", "a", "1.0", "b"), new TypeReference<SortedMap<BigDecimal, String>>() {
		}.getType(), "has keys that are equal as BigDecimal");
	}

	@Test
	void collectionsAndArraysAreReadWithTheirElements() {
		List<Integer> value = List.of(2, 1);
		assertThat(read(value, new TypeReference<List<Short>>() {
		}.getType())).isEqualTo(List.of((short) 2, (short) 1));
		assertThat(read(value, new TypeReference<Collection<? extends Long>>() {
		}.getType())).isEqualTo(List.of(2L, 1L));
		assertThat(read(value, new TypeReference<Iterable<Double>>() {
		}.getType())).isEqualTo(List.of(2.0, 1.0));
		assertThat(read(value, new TypeReference<Set<Long>>() {
		}.getType())).isInstanceOf(LinkedHashSet.class).isEqualTo(Set.of(1L, 2L));
		assertThat(read(value, new TypeReference<SortedSet<Long>>() {
		}.getType())).isEqualTo(new TreeSet<>(Set.of(1L, 2L)));
		assertThat(read(Arrays.asList(1, null), new TypeReference<Deque<Long>>() {
		}.getType())).isEqualTo(Arrays.asList(1L, null));
		assertThat(read(value, ArrayList.class)).isEqualTo(List.of(2L, 1L));
		assertThat(read(value, long[].class)).isEqualTo(new long[] { 2, 1 });
		assertThat(read(value, Integer[].class)).isEqualTo(new Integer[] { 2, 1 });
		assertThat(read(List.of(value), double[][].class)).isEqualTo(new double[][] { { 2, 1 } });
		assertThat(read(List.of(value), new TypeReference<List<Long>[]>() {
		}.getType())).isEqualTo(new List<?>[] { List.of(2L, 1L) });
		assertThat(read(Optional.of(value), new TypeReference<Optional<List<Long>>>() {
		}.getType())).isEqualTo(Optional.of(List.of(2L, 1L)));
		assertThat(read(value, EncodedValue.class)).isEqualTo(CodecFixture.encoded(value));
		assertRefused(5, List.class, "result is integer 5, which does not fit List");
		assertRefused(Map.of(), long[].class, "result is map of 0 {}, which does not fit long[]");
		assertRefused(List.of(1, "x"), long[].class, "result[1] is string \"x\", which does not fit long");
		assertRefused(Arrays.asList(1, null), SortedSet.class, "result has elements that SortedSet cannot sort");
	}

	@Test
	void mapsAreReadWithTheirKeys() {
		assertThat(read(Map.of("1", "a"), new TypeReference<Map<Long, String>>() {
		}.getType())).isEqualTo(Map.of(1L, "a"));
		assertThat(read(Map.of("1.5", 1), new TypeReference<Map<Double, Integer>>() {
		}.getType())).isEqualTo(Map.of(1.5, 1));
		assertThat(read(Map.of("1.5", 1), new TypeReference<Map<BigDecimal, Integer>>() {
		}.getType())).isEqualTo(Map.of(new BigDecimal("1.5"), 1));
		assertThat(read(Map.of("18446744073709551615", 1), new TypeReference<Map<BigInteger, Integer>>() {
		}.getType())).isEqualTo(Map.of(new BigInteger("18446744073709551615"), 1));
		assertThat(read(Map.of("true", 1), new TypeReference<Map<Boolean, Integer>>() {
		}.getType())).isEqualTo(Map.of(true, 1));
		assertThat(read(Map.of("c", 1), new TypeReference<Map<Character, Integer>>() {
		}.getType())).isEqualTo(Map.of('c', 1));
		assertThat(read(Map.of("DAYS", 1), new TypeReference<SortedMap<TimeUnit, Integer>>() {
		}.getType())).isEqualTo(new TreeMap<>(Map.of(TimeUnit.DAYS, 1)));
		assertThat(read(Map.of(CodecFixture.ID, 1), new TypeReference<Map<UUID, Integer>>() {
		}.getType())).isEqualTo(Map.of(UUID.fromString(CodecFixture.ID), 1));
		assertThat(read(Map.of("DAYS", 1), new TypeReference<EnumMap<TimeUnit, Integer>>() {
		}.getType())).isEqualTo(Map.of(TimeUnit.DAYS, 1));
		assertThat(read(Map.of("a", 1), Map.class)).isEqualTo(Map.of("a", 1L));
		for (String key : List.of("x", "1.5", "99999999999999999999")) {
			assertRefused(Map.of(key, 1), new TypeReference<Map<Long, Integer>>() {
			}.getType(), "is a map with the key \"" + key + "\", which is no Long");
		}
		assertRefused(Map.of("no", 1), new TypeReference<Map<TimeUnit, Integer>>() {
		}.getType(), "result.no does not fit TimeUnit (sent as key \"no\")");
		assertRefused(Map.of("", 1), new TypeReference<Map<UUID, Integer>>() {
		}.getType(), "does not fit UUID");
		assertRefused(List.of(), Map.class, "result is array of 0 [], which does not fit Map");
	}

	@Test
	void recordsAndBeansAreRead() {
		Map<String, Object> value = Map.of("name", "n", "count", 3.0, "raw", new byte[] { 1 }, "at", Instant.EPOCH,
				"items", List.of(Map.of("number", 1L << 40), Map.of("number", 2)), "unknown", List.of(1), "when",
				Instant.EPOCH, "unit", "DAYS", "exact", "1.25");
		Sample sample = (Sample) read(value, Sample.class);
		assertThat(sample).usingRecursiveComparison()
			.isEqualTo(new Sample("n", 3, new byte[] { 1 }, Instant.EPOCH, List.of(new Item(1L << 40), new Item(2)),
					Optional.empty(), Instant.EPOCH.atOffset(ZoneOffset.UTC), TimeUnit.DAYS, new BigDecimal("1.25")));
		assertThat(read(sample, Sample.class)).usingRecursiveComparison().isEqualTo(sample);
		assertThat(((Bean) read(Map.of("value", 5), Bean.class)).getValue()).isEqualTo(5);
		assertThat(read(List.of(Map.of("number", 1)), new TypeReference<List<Item>>() {
		}.getType())).isEqualTo(List.of(new Item(1)));
		assertThat(read(Map.of("value", 5.0), new TypeReference<Box<AtomicLong>>() {
		}.getType())).hasToString("Box[value=5]");
		assertThat(read("2026-02-03", LocalDate.class)).isEqualTo(LocalDate.of(2026, 2, 3));
		assertThat(read(CodecFixture.ID, UUID.class)).isEqualTo(UUID.fromString(CodecFixture.ID));
		assertRefused("123", UUID.class, "result is string \"123\", which does not fit UUID");
		assertRefused("x".repeat(36), UUID.class, "which does not fit UUID");
	}

	@Test
	void numbersInRecordsAreAsStrictAsOutside() {
		Map<String, Object> whole = Map.of("b", 1.0, "s", 2.0, "i", 3.0, "l", 4.0, "g", 5.0, "a", List.of(6.0, 7), "d",
				8, "w", 9.0);
		assertThat(read(whole, Numbers.class)).hasToString("Numbers[b=1, s=2, i=3, l=4, g=5, a=[6, 7], d=8.0, w=9]");
		for (String field : List.of("b", "s", "i", "l", "g", "w")) {
			Map<String, Object> broken = new TreeMap<>(whole);
			broken.put(field, 1.5);
			assertRefused(broken, Numbers.class, "result." + field + " does not fit Numbers", "1.5 is no ");
			broken.put(field, "1");
			if (!field.equals("g")) {
				assertRefused(broken, Numbers.class, "result." + field + " does not fit Numbers");
			}
		}
		Map<String, Object> broken = new TreeMap<>(whole);
		broken.put("a", List.of(1, 2.5));
		assertRefused(broken, Numbers.class, "result.a[1] does not fit Numbers", "2.5 is no long");
		broken.putAll(whole);
		broken.put("i", 1L << 40);
		assertRefused(broken, Numbers.class, "result.i does not fit Numbers");
		broken.put("i", null);
		assertRefused(broken, Numbers.class, "result.i does not fit Numbers", "null");
	}

	@Test
	void errorsInsideNameTheirPath() {
		List<Map<String, Object>> list = List.of(Map.of("number", 1), Map.of("number", "x"));
		assertRefused(list, new TypeReference<List<Item>>() {
		}.getType(), "result[1].number does not fit Item (sent as map of 1 {\"number\": \"x\"})");
		assertRefused(Map.of("items", list), Sample.class, "result.items[1].number does not fit Sample");
		assertRefused(Map.of("name", 5), Sample.class, "result.name does not fit Sample");
		assertRefused(Map.of("k", List.of(1, "x")), new TypeReference<Map<String, List<Long>>>() {
		}.getType(), "result.k[1] is string \"x\", which does not fit long".replace("long", "Long"));
		assertRefused(5, Sample.class, "result does not fit Sample (sent as integer 5)");
		assertRefused(
				List.of(CodecFixture
					.packed((packer) -> packer.packExtensionTypeHeader((byte) 9, 1).writePayload(new byte[1]))),
				Object.class, "result[0] is of extension type 9");
		assertRefused(
				Map.of("a",
						Map.of("b", List.of(CodecFixture.packed(
								(packer) -> packer.packExtensionTypeHeader((byte) 9, 1).writePayload(new byte[1]))))),
				Bean.class, "result.a.b[0] is of extension type 9");
		assertRefused(Instant.EPOCH, LocalDate.class, "result does not fit LocalDate (sent as timestamp)");
	}

	@Test
	void argumentsAreConvertedEachToItsParameter() throws NoSuchMethodException {
		EncodedValue arguments = CodecFixture.encoded(List.of(1, "t", List.of(2.0), true));
		Type[] types = Functions.class.getMethod("apply", long.class, String.class, List.class, Object.class)
			.getGenericParameterTypes();
		assertThat(CodecFixture.CODEC.arguments().decode(arguments, types)).containsExactly(1L, "t", List.of(2), true);
		assertThat(CodecFixture.CODEC.arguments().split(arguments)).hasSize(4);
		assertThat(CodecFixture.CODEC.arguments().decode(EncodedValue.EMPTY_ARRAY, new Type[0])).isEmpty();
	}

	@Test
	void aLongKeyThatDoesNotFitIsShownInPart() {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> read(Map.of("k".repeat(100_000), 1), new TypeReference<Map<LocalDate, Object>>() {
			}.getType()))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("LocalDate", "kkk...").hasSizeLessThan(600));
	}

	@Test
	void argumentsThatDoNotFitAreNamed() {
		EncodedValue arguments = CodecFixture.encoded(List.of(1, "two"));
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.CODEC.arguments().decode(arguments, new Type[] { long.class, long.class }))
			.withMessage("argument 2 is string \"two\", which does not fit long");
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> CodecFixture.CODEC.arguments()
			.decode(CodecFixture.encoded(List.of(1, 2, 3)), new Type[] { long.class, new TypeReference<List<String>>() {
			}.getType() })).withMessage("expects 2 arguments (long, List<String>) but got 3");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.CODEC.arguments().decode(arguments, new Type[0]))
			.withMessage("expects no arguments but got 2");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.CODEC.arguments().decode(arguments, new Type[] { int[].class }))
			.withMessage("expects 1 argument (int[]) but got 2");
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> CodecFixture.CODEC.arguments().split(CodecFixture.encoded(Map.of("a", 1))))
			.withMessage("The field 'args' must be an array, but is map of 1");
	}

	private static Object read(Object value, Type type) {
		return CodecFixture.convert(value, type);
	}

	private static void assertRefused(Object value, Type type, String... parts) {
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> read(value, type))
			.withMessageContainingAll(parts);
	}

	record Item(long number) {

	}

	record Box<T>(T value) {

	}

	record Sample(String name, int count, byte[] raw, Instant at, List<Item> items, Optional<String> maybe,
			OffsetDateTime when, TimeUnit unit, BigDecimal exact) {

	}

	record Numbers(byte b, short s, int i, long l, BigInteger g, long[] a, double d, Integer w) {

		@Override
		public String toString() {
			return "Numbers[b=" + this.b + ", s=" + this.s + ", i=" + this.i + ", l=" + this.l + ", g=" + this.g
					+ ", a=" + Arrays.toString(this.a) + ", d=" + this.d + ", w=" + this.w + "]";
		}

	}

	public static class Bean {

		private int value;

		public int getValue() {
			return this.value;
		}

		public void setValue(int value) {
			this.value = value;
		}

	}

	interface Functions {

		<T, N extends Integer> void apply(long number, String text, List<N> list, T any);

	}

	record Keyed(String a) {
	}

}

package io.multifrost.internal.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.ProtocolVersion;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.value.EncodedValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueWritingTests {

	@Test
	void scalarsAreWrittenInTheirSmallestForm() {
		assertThat(hex(null)).isEqualTo("c0");
		assertThat(hex(true)).isEqualTo("c3");
		assertThat(hex(false)).isEqualTo("c2");
		assertThat(hex((byte) -1)).isEqualTo("ff");
		assertThat(hex((short) 200)).isEqualTo("ccc8");
		assertThat(hex(65_536)).isEqualTo("ce00010000");
		assertThat(hex(5L)).isEqualTo("05");
		assertThat(hex(Long.MIN_VALUE)).isEqualTo("d38000000000000000");
		assertThat(hex(1.5f)).isEqualTo("ca3fc00000");
		assertThat(hex(1.5)).isEqualTo("cb3ff8000000000000");
		assertThat(hex(Double.NaN)).isEqualTo("cb7ff8000000000000");
		assertThat(hex("hé")).isEqualTo("a368c3a9");
		assertThat(hex(new StringBuilder("b"))).isEqualTo("a162");
		assertThat(hex('c')).isEqualTo("a163");
		assertThat(hex(TimeUnit.DAYS)).isEqualTo("a444415953");
		assertThat(hex(Thread.State.NEW)).isEqualTo("a34e4557");
	}

	@Test
	void bigNumbersAreWrittenWhereTheyAreExact() {
		assertThat(hex(BigInteger.TEN)).isEqualTo("0a");
		assertThat(hex(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE))).isEqualTo("cfffffffffffffffff");
		assertThat(hex(new BigDecimal("12.00"))).isEqualTo("0c");
		assertThat(hex(new BigDecimal("1E+3"))).isEqualTo("cd03e8");
		assertThat(hex(new BigDecimal("0.1"))).isEqualTo("cb3fb999999999999a");
		assertThat(hex(new BigDecimal("1E+30"))).isEqualTo("cb46293e5939a08cea");
		assertRefused(BigInteger.ONE.shiftLeft(64), "65 bits", "send a string");
		assertRefused(BigInteger.ONE.shiftLeft(63).negate().subtract(BigInteger.ONE), "from -2^63 to 2^64-1");
		assertRefused(new BigDecimal("0.12345678901234567890123"), "float64 does not hold exactly");
		assertRefused(new BigDecimal("1E+1000000000"), "float64 does not hold exactly");
	}

	@Test
	void floatsThatAreNoNumbersAreNilInMapsAndListsOfProtocol4() {
		Map<String, Object> open = Map.of("a", List.of(Double.NaN, 1.5, Float.POSITIVE_INFINITY), "b", Double.NaN);
		assertThat((Map<?, ?>) result(ProtocolVersion.V4, open)).extracting("a", "b")
			.containsExactly(Arrays.asList(null, 1.5, null), null);
		assertThat(result(ProtocolVersion.V3, List.of(Double.NaN))).isEqualTo(List.of(Double.NaN));
		for (Object typed : List.of(Double.NaN, Float.NEGATIVE_INFINITY, new double[] { Double.NaN },
				new Double[] { Double.NaN }, new Measure(Double.NaN))) {
			assertThat(result(ProtocolVersion.V4, typed)).isEqualTo(result(ProtocolVersion.V3, typed));
		}
	}

	private static Object result(ProtocolVersion version, Object value) {
		byte[] bytes = CodecFixture.CODEC.encodeResponse(version, "x", value, Map.of());
		return CodecFixture.CODEC.decodeResult(((Message.Response) CodecFixture.CODEC.decode(bytes)).result(),
				Object.class);
	}

	@Test
	void bytesAreBinaryAndBuffersAreNotConsumed() {
		ByteBuffer buffer = ByteBuffer.wrap(new byte[] { 1, 2, 3, 4 }, 1, 2).slice();
		ByteBuffer direct = ByteBuffer.allocateDirect(3).put(0, (byte) 7).position(0).limit(1);
		assertThat(hex(new byte[] { 1, 2 })).isEqualTo("c4020102");
		assertThat(hex(buffer)).isEqualTo("c4020203");
		assertThat(hex(direct)).isEqualTo("c40107");
		assertThat(hex(buffer.asReadOnlyBuffer())).isEqualTo("c4020203");
		assertThat(buffer.remaining()).isEqualTo(2);
		assertThat(direct.remaining()).isEqualTo(1);
	}

	@Test
	void streamsAreReadToTheirEndAsBinary() throws IOException {
		assertThat(hex(InputStream.nullInputStream())).isEqualTo("c400");
		assertThat(hex(new ByteArrayInputStream(new byte[] { 1, 2 }))).isEqualTo("c4020102");
		byte[] large = new byte[100_000];
		Arrays.fill(large, (byte) 7);
		EncodedValue value = CodecFixture.encoded(new ByteArrayInputStream(large));
		assertThat(CodecFixture.CODEC.decodeResult(value, byte[].class)).isEqualTo(large);
		Object read = CodecFixture.CODEC.decodeResult(value, InputStream.class);
		assertThat(read).isInstanceOf(InputStream.class);
		assertThat(((InputStream) Objects.requireNonNull(read)).readAllBytes()).isEqualTo(large);
	}

	@Test
	void aStreamThatCannotBeReadIsRefused() {
		InputStream closed = InputStream.nullInputStream();
		assertThatCode(closed::close).doesNotThrowAnyException();
		assertRefused(closed, "is a stream that cannot be read", "Stream closed");
	}

	@Test
	void instantsAreTimestampsInAllThreeSizes() {
		assertThat(hex(Instant.ofEpochSecond(1))).isEqualTo("d6ff00000001");
		assertThat(hex(Instant.ofEpochSecond(1, 5))).isEqualTo("d7ff0000001400000001");
		assertThat(hex(Instant.ofEpochSecond(-1, 5))).isEqualTo("c70cff00000005ffffffffffffffff");
		assertThat(CodecFixture.convert(Instant.MAX, Instant.class)).isEqualTo(Instant.MAX);
	}

	@Test
	void everythingThatHasElementsIsAnArray() {
		assertThat(hex(new int[] { 1, 2 })).isEqualTo("920102");
		assertThat(hex(new Object[] { 1, null })).isEqualTo("9201c0");
		assertThat(hex(List.of("a"))).isEqualTo("91a161");
		assertThat(hex(Set.of(1))).isEqualTo("9101");
		assertThat(hex(new boolean[] { true })).isEqualTo("91c3");
		assertThat(hex(new double[][] { {}, { 1 } })).isEqualTo("929091cb3ff0000000000000");
		assertThat(hex((Iterable<Integer>) () -> List.of(1, 2).iterator())).isEqualTo("920102");
	}

	@Test
	void mapsHaveStringsAsKeys() {
		Map<Object, Object> map = new LinkedHashMap<>();
		UUID uuid = UUID.randomUUID();
		for (Object key : new Object[] { "s", 1, 2.5, true, 'c', TimeUnit.DAYS, uuid, new StringBuilder("b") }) {
			map.put(key, null);
		}
		Object plain = CodecFixture.convert(map, Object.class);
		assertThat(plain).isInstanceOf(Map.class);
		assertThat(((Map<?, ?>) plain).keySet()).map(Object::toString)
			.containsExactly("s", "1", "2.5", "true", "c", "DAYS", uuid.toString(), "b");
		assertRefused(Collections.singletonMap(null, 1), "key null");
		assertRefused(Map.of(List.of(), 1), "key of type java.util");
	}

	@Test
	void keysThatWouldBecomeOneAreRefused() {
		Map<Object, Object> map = new LinkedHashMap<>(Map.of(1, "a", "1", "b"));
		assertRefused(map, "is a map with the keys", "Integer 1", "String 1", "which would both be \"1\"");
		assertRefused(List.of(Map.of("m", map)), "[0].m is a map with the keys");
		assertRefused(new Holder(map), ".values is a map with the keys", "which would both be \"1\"");
		assertRefused(Map.of(new StringBuilder("s"), 1, new StringBuilder("s"), 2), "which would both be \"s\"");
		assertThat(CodecFixture.convert(Map.of(1, "a", "2", "b"), Object.class)).isEqualTo(Map.of("1", "a", "2", "b"));
	}

	@Test
	void wrappersAreTransparent() {
		assertThat(hex(Optional.of(5))).isEqualTo("05");
		assertThat(hex(Optional.empty())).isEqualTo("c0");
		assertThat(hex(new AtomicInteger(3))).isEqualTo("03");
		assertThat(hex(List.of(CodecFixture.encoded("x")))).isEqualTo("91a178");
	}

	@Test
	void otherTypesAreWrittenAsJacksonDoes() {
		UUID uuid = UUID.randomUUID();
		assertThat(CodecFixture.convert(uuid, Object.class)).isEqualTo(uuid.toString());
		assertThat(CodecFixture.convert(LocalDate.of(2026, 2, 3), Object.class)).isEqualTo("2026-02-03");
		assertThat(CodecFixture.convert(Duration.ofSeconds(90), Object.class)).isEqualTo("PT1M30S");
		assertThat(CodecFixture.convert(Path.of("/a/b"), Object.class)).isEqualTo("file:///a/b");
		assertThat(CodecFixture.convert(JsonMapper.shared().readTree("{\"a\":[1,2.5,null,true]}"), Object.class))
			.isEqualTo(Map.of("a", Arrays.asList(1L, 2.5, null, true)));
	}

	@Test
	void timesOfAllKindsComeBackAsTheyAre() {
		ZonedDateTime paris = ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 5, ZoneId.of("Europe/Paris"));
		Map<Object, Object> forms = new LinkedHashMap<>();
		forms.put(Instant.EPOCH, Instant.EPOCH);
		forms.put(LocalDate.of(2026, 2, 3), "2026-02-03");
		forms.put(LocalTime.of(4, 5, 6), "04:05:06");
		forms.put(LocalDateTime.of(2026, 2, 3, 4, 5, 6), "2026-02-03T04:05:06");
		forms.put(OffsetTime.of(4, 5, 6, 0, ZoneOffset.ofHours(1)), "04:05:06+01:00");
		forms.put(OffsetDateTime.of(2026, 2, 3, 4, 5, 6, 0, ZoneOffset.ofHours(1)), "2026-02-03T04:05:06+01:00");
		forms.put(paris, "2026-10-25T02:30:00.000000005+02:00[Europe/Paris]");
		forms.put(paris.withLaterOffsetAtOverlap(), "2026-10-25T02:30:00.000000005+01:00[Europe/Paris]");
		forms.put(paris.withFixedOffsetZone(), "2026-10-25T02:30:00.000000005+02:00");
		forms.put(Duration.ofSeconds(90, 5), "PT1M30.000000005S");
		forms.put(Period.of(1, 2, 3), "P1Y2M3D");
		forms.put(Year.of(2026), 2026L);
		forms.put(YearMonth.of(2026, 2), "2026-02");
		forms.put(MonthDay.of(2, 3), "--02-03");
		forms.put(Month.MAY, "MAY");
		forms.put(DayOfWeek.MONDAY, "MONDAY");
		forms.put(ZoneId.of("Europe/Paris"), "Europe/Paris");
		forms.put(ZoneOffset.ofHours(1), "+01:00");
		forms.forEach((time, form) -> {
			assertThat(CodecFixture.convert(time, Object.class)).isEqualTo(form);
			Class<?> type = (time instanceof ZoneId && !(time instanceof ZoneOffset)) ? ZoneId.class : time.getClass();
			assertThat(CodecFixture.convert(time, type)).isEqualTo(time);
		});
	}

	@Test
	void recordsAndBeansKeepBytesInstantsAndNulls() {
		Map<?, ?> plain = (Map<?, ?>) CodecFixture.convert(
				new Sample("n", null, new byte[] { 1 }, Instant.EPOCH, TimeUnit.DAYS, UUID.fromString(CodecFixture.ID)),
				Object.class);
		assertThat(plain).hasToString("{name=n, missing=null, raw=" + plain.get("raw")
				+ ", at=1970-01-01T00:00:00Z, unit=DAYS, uuid=" + CodecFixture.ID + "}");
		assertThat(plain.get("raw")).isEqualTo(new byte[] { 1 });
		assertThat(plain.get("at")).isEqualTo(Instant.EPOCH);
		assertThat(CodecFixture.convert(new Bean(), Object.class)).isEqualTo(Map.of("value", 5L));
	}

	@Test
	void valuesWithoutAFormAreNamed() {
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.CODEC.encodeCall(ProtocolVersion.V3, "x", "f",
					new Object[] { 1, List.of(Map.of("k", new Object())) }, "default", null, Map.of()))
			.withMessageStartingWith(
					"argument 2 of function 'f'[0].k has no form on the wire (Java type " + "java.lang.Object)");
		assertRefused(new Object(), "result of call " + CodecFixture.ID + " has no form");
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> CodecFixture.CODEC.encodeResponse(ProtocolVersion.V3, "x", 1,
					Map.of("k", BigInteger.ONE.shiftLeft(70))))
			.withMessageStartingWith("metadata.k is a BigInteger of 71 bits");
		assertRefused(List.of("a\ud800"), "[0] is a string with half of a surrogate pair at index 1");
		assertRefused("\udc00b", "half of a surrogate pair at index 0");
		assertRefused(new Failing(), ".value", "(Java type " + Failing.class.getName() + "): no value today");
		assertThat(CodecFixture.convert("a\ud83d\ude00", String.class)).isEqualTo("a\ud83d\ude00");
	}

	@Test
	void codeAndObjectsWithoutPropertiesAreRefused() {
		Runnable code = () -> {
		};
		assertRefused(code, "has no form on the wire", "no properties");
		assertRefused(List.of(new Holder(Map.of("a", code))), "[0].values.a", "has no form on the wire");
		assertRefused(new CompletableFuture<>(), "is a future", "send its result");
		assertRefused(new Empty(), "has no form on the wire (Java type " + Empty.class.getName() + ")");
		assertRefused(new Holder(Map.of("a", new Empty())), "has no form on the wire");
		assertRefused(new Holder(Map.of("a", new CompletableFuture<>())), "is a future");
		assertRefused(new Runnable() {
			@Override
			public void run() {
			}
		}, "has no form on the wire");
		assertThat(CodecFixture.convert(new Nothing(), Object.class)).isEqualTo(Map.of());
		assertThat(CodecFixture.convert(new MeantToBeEmpty(), Object.class)).isEqualTo(Map.of());
	}

	@Test
	void textOfAFailureIsSentWhateverItHolds() {
		Message failure = CodecFixture.CODEC
			.decode(CodecFixture.CODEC.encode(new Message.Failure(ProtocolVersion.V3, "x", "a\ud800", Map.of())));
		assertThat(((Message.Failure) failure).error()).isEqualTo("a?");
	}

	@Test
	void cyclesEndAtTheDepthLimit() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertLimit(CodecFixture.CODEC, list, "max-depth");
		Map<String, Object> map = new HashMap<>();
		map.put("self", List.of(map));
		assertLimit(CodecFixture.CODEC, map, "max-depth");
		Node node = new Node();
		node.next = new Node();
		node.next.next = node;
		assertLimit(CodecFixture.CODEC, node, "max-depth");
		Object deep = List.of();
		for (int i = 0; i < 98; i++) {
			deep = List.of(deep);
		}
		assertThat(CodecFixture.convert(deep, Object.class)).isEqualTo(deep);
		assertLimit(CodecFixture.CODEC, List.of(deep), "max-depth");
		assertLimit(CodecFixture.CODEC, List.of(CodecFixture.encoded(deep)), "max-depth");
	}

	@Test
	void sizesBeyondALimitAreRefusedBeforeTheyAreSent() {
		MessageCodec narrow = new MessageCodec(
				CodecLimits.DEFAULTS.withMaxValueSize(100).withMaxEntries(20).withMaxMessageSize(1_000));
		assertLimit(narrow, "x".repeat(101), "max-value-size");
		assertLimit(narrow, "é".repeat(60), "max-value-size");
		assertLimit(narrow, new byte[101], "max-value-size");
		assertLimit(narrow, ByteBuffer.allocateDirect(101), "max-value-size");
		assertLimit(narrow, new ByteArrayInputStream(new byte[101]), "max-value-size");
		assertLimit(narrow, new int[21], "max-entries");
		assertLimit(narrow, new Object[21], "max-entries");
		assertLimit(narrow, Collections.nCopies(21, 1), "max-entries");
		assertLimit(narrow, (Iterable<Integer>) () -> Collections.nCopies(21, 1).iterator(), "max-entries");
		Map<Object, Object> map = new HashMap<>();
		for (int i = 0; i < 21; i++) {
			map.put(i, i);
		}
		assertLimit(narrow, map, "max-entries");
		assertLimit(narrow, Collections.nCopies(20, "x".repeat(99)), "max-message-size");
		assertThatExceptionOfType(MessageLimitException.class)
			.isThrownBy(() -> CodecFixture.encoded(narrow, Collections.nCopies(18, new double[6])))
			.withMessageContaining("beyond the limit max-message-size: 1");
		assertThatExceptionOfType(MessageLimitException.class)
			.isThrownBy(() -> narrow.encodeCall(ProtocolVersion.V3, "x", "f", new Object[21], "n", null, Map.of()))
			.withMessageStartingWith("message is beyond the limit max-entries: 21");
		assertThatExceptionOfType(MessageLimitException.class).isThrownBy(
				() -> narrow.encodeCall(ProtocolVersion.V3, "x", "f".repeat(101), new Object[0], "n", null, Map.of()))
			.withMessageStartingWith("field 'function' is beyond the limit max-value-size: 101");
	}

	@Test
	void bigValuesArriveWhole() {
		String text = "0123456789".repeat(200_000);
		byte[] bytes = new byte[3_000_000];
		Arrays.fill(bytes, (byte) 7);
		List<Object> list = new ArrayList<>(Collections.nCopies(90_000, 1_000_000L));
		Map<String, Object> all = Map.of("text", text, "list", list);
		assertThat(CodecFixture.convert(all, Object.class)).isEqualTo(all);
		assertThat(CodecFixture.convert(bytes, byte[].class)).isEqualTo(bytes);
	}

	private static void assertLimit(MessageCodec codec, Object value, String limit) {
		assertThatExceptionOfType(MessageLimitException.class)
			.isThrownBy(() -> codec.encodeResponse(ProtocolVersion.V3, "x", value, Map.of()))
			.withMessageStartingWith("result of call x")
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(limit));
	}

	private static void assertRefused(Object value, String... parts) {
		assertThatExceptionOfType(ValueConversionException.class).isThrownBy(() -> CodecFixture.encoded(value))
			.withMessageContainingAll(parts);
	}

	private static String hex(Object value) {
		return CodecFixture.hex(CodecFixture.encoded(value));
	}

	public static class Empty {

		private int hidden = 5;

		@Override
		public String toString() {
			return "Empty " + this.hidden;
		}

	}

	@JsonSerialize
	public static class MeantToBeEmpty {

	}

	record Measure(double value) {
	}

	record Nothing() {
	}

	record Holder(Map<Object, Object> values) {
	}

	record Sample(String name, String missing, byte[] raw, Instant at, TimeUnit unit, UUID uuid) {

	}

	public static class Bean {

		public int getValue() {
			return 5;
		}

	}

	public static class Failing {

		public int getValue() {
			throw new IllegalStateException("no value today");
		}

	}

	public static class Node {

		private Node next;

		public Node getNext() {
			return this.next;
		}

	}

}

package io.multifrost.internal.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

import io.multifrost.CodecLimits;
import io.multifrost.MessageLimitException;
import io.multifrost.ValueConversionException;
import io.multifrost.internal.message.CodecFixture;
import io.multifrost.internal.message.MessageCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application tells its mapper about reading does not change what is written.
 */
class ApplicationMapperTests {

	private final JsonMapper application = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS,
				DeserializationFeature.USE_JAVA_ARRAY_FOR_JSON_ARRAY)
		.build();

	private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS,
			JacksonMapper.of(this.application, List.of()));

	@Test
	void floatsOfARecordAreFloatsOnTheWire() {
		for (double real : new double[] { 5, 0.1, Double.NaN, Double.NEGATIVE_INFINITY }) {
			Sample sample = new Sample(real, 0.1f, 7, List.of(1.0, 2), null);
			assertThat(CodecFixture.encoded(this.codec, sample)).isEqualTo(CodecFixture.encoded(sample));
		}
	}

	@Test
	void itsWayToReadIsItsOwn() {
		EncodedValue sent = CodecFixture.encoded(new Sample(5, 0.5f, 7, List.of(), 2.5));
		Sample read = (Sample) this.codec.decodeResult(sent, Sample.class);
		assertThat(read).isNotNull();
		assertThat(read.open()).isEqualTo(new BigDecimal("2.5"));
	}

	@Test
	void namesOfPropertiesAreThoseOfItsStrategy() {
		MessageCodec codec = codec(
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build());
		EncodedValue sent = CodecFixture.encoded(codec, new Timed(Instant.EPOCH, new byte[] { 1, -1 }, null));
		assertThat(codec.decodeResult(sent, Object.class)).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("measured_at", "raw_bytes", "next_one");
		assertThat((Timed) codec.decodeResult(sent, Timed.class)).usingRecursiveComparison()
			.isEqualTo(new Timed(Instant.EPOCH, new byte[] { 1, -1 }, null));
	}

	@Test
	void whateverItSaysTimestampsBytesAndExactNumbersStay() {
		MessageCodec codec = codec(JsonMapper.builder()
			.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
			.enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.addModule(new SimpleModule().addSerializer(Instant.class, new ToStringSerializer(Instant.class)))
			.build());
		Timed timed = new Timed(Instant.EPOCH, new byte[] { 1, -1 }, null);
		EncodedValue sent = CodecFixture.encoded(codec, timed);
		assertThat(sent).isEqualTo(CodecFixture.encoded(timed));
		assertThat(codec.decodeResult(sent, Object.class)).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("measuredAt", Instant.EPOCH)
			.containsEntry("rawBytes", new byte[] { 1, -1 });
		for (Object wrong : new Object[] { Map.of("x", 1.5), Map.of("x", "1"), Collections.singletonMap("x", null) }) {
			assertThatExceptionOfType(ValueConversionException.class)
				.isThrownBy(() -> codec.decodeResult(CodecFixture.encoded(wrong), Point.class));
		}
		Point point = (Point) codec.decodeResult(CodecFixture.encoded(Map.of("x", 7, "unknown", 1)), Point.class);
		assertThat(point).isEqualTo(new Point(7));
	}

	@Test
	void serializersAndDeserializersMayLeavePartsToJackson() {
		MessageCodec codec = codec(JsonMapper.builder()
			.addModule(new SimpleModule().addSerializer(Pair.class, new PairSerializer())
				.addDeserializer(Pair.class, new PairDeserializer()))
			.build());
		Pair pair = new Pair(new Point(7), Instant.EPOCH);
		EncodedValue sent = CodecFixture.encoded(codec, pair);
		assertThat(codec.decodeResult(sent, Object.class)).isEqualTo(List.of(Map.of("x", 7L), Instant.EPOCH));
		assertThat(codec.decodeResult(sent, Pair.class)).isEqualTo(pair);
		assertThatExceptionOfType(ValueConversionException.class)
			.isThrownBy(() -> codec.decodeResult(CodecFixture.encoded(List.of(Map.of("x", 1.5), "")), Pair.class))
			.withMessageContaining("1.5");
	}

	@Test
	void limitsHold() {
		CodecLimits limits = CodecLimits.DEFAULTS.withMaxDepth(20);
		MessageCodec codec = new MessageCodec(limits, JacksonMapper.of(JsonMapper.builder().build(), List.of()));
		Timed deep = new Timed(Instant.EPOCH, new byte[0], null);
		for (int i = 0; i < 30; i++) {
			deep = new Timed(Instant.EPOCH, new byte[0], deep);
		}
		Timed tooDeep = deep;
		assertThatExceptionOfType(MessageLimitException.class).isThrownBy(() -> CodecFixture.encoded(codec, tooDeep))
			.withMessageContaining("max-depth");
	}

	private static MessageCodec codec(JsonMapper mapper) {
		return new MessageCodec(CodecLimits.DEFAULTS, JacksonMapper.of(mapper, List.of()));
	}

	record Pair(Point point, Instant time) {
	}

	static final class PairSerializer extends StdSerializer<Pair> {

		PairSerializer() {
			super(Pair.class);
		}

		@Override
		public void serialize(Pair value, JsonGenerator generator, SerializationContext context) {
			generator.writeStartArray();
			generator.writePOJO(value.point());
			generator.writePOJO(value.time());
			generator.writeEndArray();
		}

	}

	static final class PairDeserializer extends StdDeserializer<Pair> {

		PairDeserializer() {
			super(Pair.class);
		}

		@Override
		public Pair deserialize(JsonParser parser, DeserializationContext context) {
			parser.nextToken();
			Point point = parser.readValueAs(Point.class);
			parser.nextToken();
			Instant time = parser.readValueAs(Instant.class);
			parser.nextToken();
			return new Pair(point, time);
		}

	}

	record Point(int x) {
	}

	record Timed(Instant measuredAt, byte[] rawBytes, @Nullable Timed nextOne) {
	}

	record Sample(double real, float single, long whole, List<Number> numbers, @Nullable Object open) {
	}

}

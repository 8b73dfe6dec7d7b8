package io.multifrost.internal.value;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.internal.message.CodecFixture;
import io.multifrost.internal.message.MessageCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application tells its mapper about reading does not change what is written.
 */
class ApplicationMapperTests {

	private final JsonMapper application = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS,
				DeserializationFeature.USE_JAVA_ARRAY_FOR_JSON_ARRAY)
		.build();

	private final MessageCodec codec = new MessageCodec(CodecLimits.DEFAULTS, JacksonMapper.basedOn(this.application));

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

	record Sample(double real, float single, long whole, List<Number> numbers, @Nullable Object open) {
	}

}

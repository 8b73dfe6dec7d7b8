package io.multifrost.internal.value;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.multifrost.internal.message.CodecFixture;
import io.multifrost.internal.message.MessageIds;

import static org.assertj.core.api.Assertions.assertThat;

class EncodedValueTests {

	@Test
	void describesItsType() {
		assertThat(EncodedValue.NIL.describe()).isEqualTo("nil");
		assertThat(CodecFixture.encoded(List.of(1, 2, 3)).describe()).isEqualTo("array of 3");
		assertThat(CodecFixture.encoded(Map.of("a", 1)).describe()).isEqualTo("map of 1");
		assertThat(CodecFixture.encoded("x").describe()).isEqualTo("string");
		assertThat(CodecFixture.encoded(1.5).describe()).isEqualTo("float64");
		assertThat(CodecFixture.encoded(1.5f).describe()).isEqualTo("float32");
		assertThat(CodecFixture.encoded(new byte[3]).describe()).isEqualTo("binary of 3 bytes");
		assertThat(CodecFixture.encoded(java.time.Instant.EPOCH).describe()).isEqualTo("timestamp");
	}

	@Test
	void showsItselfCutShort() {
		assertThat(CodecFixture.encoded(Arrays.asList("a", null, true, new byte[2])))
			.hasToString("[\"a\", nil, true, binary of 2 bytes]");
		assertThat(CodecFixture.encoded(Map.of("a", 1.5))).hasToString("{\"a\": 1.5}");
		assertThat(CodecFixture.encoded("x".repeat(1_000)).toString()).hasSizeLessThan(100).endsWith("...");
		assertThat(CodecFixture.encoded(Collections.nCopies(10_000, "text")).toString()).hasSizeLessThan(100)
			.endsWith("...");
	}

	@Test
	void equalsByContent() {
		EncodedValue value = CodecFixture.encoded("abc");
		EncodedValue elsewhere = new EncodedValue(CodecFixture.bytes("00 a3616263 00"), 1, 4);
		assertThat(value).isEqualTo(elsewhere).hasSameHashCodeAs(elsewhere);
		assertThat(value).isNotEqualTo(CodecFixture.encoded("abd")).isNotEqualTo("abc");
	}

	@Test
	void idsAreRandomUuids() {
		for (int i = 0; i < 1_000; i++) {
			UUID id = UUID.fromString(MessageIds.random());
			assertThat(id.version()).isEqualTo(4);
			assertThat(id.variant()).isEqualTo(2);
		}
		assertThat(MessageIds.random()).isNotEqualTo(MessageIds.random());
	}

}

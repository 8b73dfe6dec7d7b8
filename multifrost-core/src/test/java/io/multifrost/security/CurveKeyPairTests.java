package io.multifrost.security;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CurveKeyPair}.
 */
class CurveKeyPairTests {

	/**
	 * One in a hundred would, which Spring would take for the beginning of a placeholder.
	 */
	@Test
	void makesKeysThatCanBeWrittenIntoPropertiesOfSpring() {
		assertThat(Stream.generate(CurveKeyPair::generate).limit(800))
			.noneMatch((keys) -> keys.publicKey().contains("${"))
			.noneMatch((keys) -> keys.secretKey().contains("${"));
	}

	@Test
	void doesNotShowTheSecretKey() {
		CurveKeyPair keys = CurveKeyPair.generate();
		assertThat(keys.toString()).contains(keys.publicKey()).doesNotContain(keys.secretKey());
	}

}

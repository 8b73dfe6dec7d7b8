package io.multifrost;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CodecLimitsTests {

	@Test
	void defaultsAreThoseOfThePeers() {
		assertThat(CodecLimits.DEFAULTS).isEqualTo(new CodecLimits(67_108_864, 10_485_760, 100_000, 100));
	}

	@Test
	void eachLimitCanBeReplaced() {
		assertThat(CodecLimits.DEFAULTS.withMaxMessageSize(1).withMaxValueSize(64).withMaxEntries(16).withMaxDepth(2))
			.isEqualTo(new CodecLimits(1, 64, 16, 2));
	}

	@Test
	void limitsOutOfRangeAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> CodecLimits.DEFAULTS.withMaxMessageSize(0))
			.withMessageStartingWith("maxMessageSize must be between 1 and");
		assertThatIllegalArgumentException().isThrownBy(() -> CodecLimits.DEFAULTS.withMaxValueSize(63))
			.withMessageStartingWith("maxValueSize");
		assertThatIllegalArgumentException().isThrownBy(() -> CodecLimits.DEFAULTS.withMaxEntries(-1))
			.withMessageEndingWith("but is -1");
		assertThatIllegalArgumentException().isThrownBy(() -> CodecLimits.DEFAULTS.withMaxDepth(1_001))
			.withMessage("maxDepth must be between 2 and 1000, but is 1001");
	}

}

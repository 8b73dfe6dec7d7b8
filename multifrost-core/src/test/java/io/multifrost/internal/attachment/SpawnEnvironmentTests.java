package io.multifrost.internal.attachment;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SpawnEnvironment}.
 */
class SpawnEnvironmentTests {

	@ParameterizedTest
	@ValueSource(strings = { "1024", "65535", " 5555\n" })
	void takesAPort(String value) {
		assertThat(SpawnEnvironment.port(Map.of("COMLINK_ZMQ_PORT", value))).isEqualTo(Integer.parseInt(value.strip()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "80", "1023", "65536", "-1", "5555.0", "0x1234", "99999999999" })
	void refusesWhatIsNoPortAndShowsIt(String value) {
		assertThatIllegalStateException().isThrownBy(() -> SpawnEnvironment.port(Map.of("COMLINK_ZMQ_PORT", value)))
			.withMessageContaining("COMLINK_ZMQ_PORT is '" + value + "'")
			.withMessageContaining("1024")
			.withMessageContaining("65535");
	}

	@Test
	void saysWhoSetsThePortWhereItIsMissing() {
		assertThatIllegalStateException().isThrownBy(() -> SpawnEnvironment.port(Map.of()))
			.withMessageContaining("COMLINK_ZMQ_PORT is not set")
			.withMessageContaining("parent");
	}

}

package io.multifrost.internal;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Durations}.
 */
class DurationsTests {

	@ParameterizedTest
	@CsvSource({ "2s, PT2S", "500ms, PT0.5S", "10, PT0.01S", "5m, PT5M", "1h, PT1H", "2d, PT48H", "7us, PT0.000007S",
			"7ns, PT0.000000007S", "3 S, PT3S", "PT1M2S, PT1M2S", "pt2s, PT2S", "0, PT0S", "' 2s ', PT2S" })
	void readsTimesAsSpringBootDoes(String text, Duration duration) {
		assertThat(Durations.parse(text)).isEqualTo(duration);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "s", "2 seconds", "2x", "1.5s", "PT", "99999999999999999d", "${timeout}",
			"123456789012345678901s" })
	void refusesWhatIsNoTime(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
			.withMessage("'" + text + "' is no time: write a number with a unit, such as 500ms, 2s, 5m or 1h, or PT2S");
	}

	@Test
	void refusesATimeBeforeNow() {
		assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse("-2s")).withMessage("'-2s' is negative");
	}

}

package io.multifrost.internal.python;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VersionSpecifiersTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			>=3.10,<3.13 | 3.10.0 | true
			>=3.10,<3.13 | 3.12.9 | true
			>=3.10,<3.13 | 3.13.0 | false
			>=3.10       | 3.9.18 | false
			==3.12.*     | 3.12.1 | true
			==3.12.*     | 3.1.2  | false
			==3.12       | 3.12.1 | false
			==3.12       | 3.12.0 | true
			!=3.11.*     | 3.11.7 | false
			!=3.11.7     | 3.11.8 | true
			~=3.11       | 3.13.0 | true
			~=3.11.4     | 3.11.9 | true
			~=3.11.4     | 3.12.0 | false
			> 3.9        | 3.9.1  | true
			<= 3.9       | 3.9.1  | false
			''           | 3.9.1  | true
			""")
	void versionsAreComparedAsPackagesDo(String specifiers, String version, boolean allowed) {
		assertThat(VersionSpecifiers.of(specifiers).allow(version)).isEqualTo(allowed);
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.12", "===3.12", ">=3.12.*", ">=3.12rc1", ">= three" })
	void whatIsNotUnderstoodIsRefused(String specifiers) {
		assertThatThrownBy(() -> VersionSpecifiers.of(specifiers)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageContaining("'" + specifiers + "'");
	}

	@Test
	void itIsWrittenAsItWasRead() {
		assertThat(VersionSpecifiers.of(" >=3.10,<3.13 ")).hasToString(">=3.10,<3.13");
	}

}

package io.multifrost.internal.process;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.multifrost.process.ExitStatus;

import static org.assertj.core.api.Assertions.assertThat;

class ExitStatusTests {

	@ParameterizedTest
	@CsvSource({ "0, exited with code 0", "3, exited with code 3", "128, exited with code 128",
			"137, was killed by signal 9 (SIGKILL)", "143, was killed by signal 15 (SIGTERM)",
			"139, was killed by signal 11 (SIGSEGV)", "192, was killed by signal 64", "193, exited with code 193",
			"255, exited with code 255" })
	void describesCodesAndSignals(int code, String description) {
		assertThat(new ExitStatus(code).describe()).isEqualTo(description);
	}

	@Test
	void signalIsEmptyForAPlainCode() {
		assertThat(new ExitStatus(3).signal()).isEmpty();
		assertThat(new ExitStatus(137).signal()).hasValue(9);
	}

}

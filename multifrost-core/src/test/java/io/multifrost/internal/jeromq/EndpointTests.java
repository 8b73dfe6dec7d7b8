package io.multifrost.internal.jeromq;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Endpoint}.
 */
class EndpointTests {

	@ParameterizedTest
	@ValueSource(strings = { "tcp://127.0.0.1:5555", "tcp://localhost:65535", "tcp://[::1]:5555", "tcp://0.0.0.0:*" })
	void isWrittenAsItWasRead(String text) {
		assertThat(Endpoint.parse(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1:5555", "ipc:///tmp/x", "tcp://:5555", "tcp://host", "tcp://host:port",
			"tcp://host:65536", "tcp://::1:5555", "" })
	void refusesWhatIsNoEndpoint(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text)).withMessageContaining("endpoint");
	}

	@Test
	void isOnTheLoopbackAddressUnlessSaidOtherwise() {
		assertThat(Endpoint.loopback(0)).isEqualTo(new Endpoint("127.0.0.1", 0)).hasToString("tcp://127.0.0.1:*");
	}

}

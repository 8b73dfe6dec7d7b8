package io.multifrost.internal.attachment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.multifrost.MultifrostException;
import io.multifrost.child.ChildWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BindAddressTests {

	@Test
	void whereItListensSaysWhoReachesAndWhoFindsIt() {
		assertThat(BindAddress.check("math", "127.0.0.1")).isEqualTo(new BindAddress(true, true));
		assertThat(BindAddress.check("math", "127.0.0.2")).isEqualTo(new BindAddress(true, false));
		assertThat(BindAddress.check("math", "0.0.0.0")).isEqualTo(new BindAddress(false, true));
		assertThat(BindAddress.check("math", "*")).isEqualTo(new BindAddress(false, true));
	}

	@Test
	void aNameWithoutAddressIsNamed() {
		assertThatExceptionOfType(MultifrostException.class).isThrownBy(
				() -> ChildWorker.serving(this).serviceId("math").bindAddress("no-such-host.invalid").build().start())
			.withMessageContaining("'math' cannot listen at 'no-such-host.invalid'")
			.withMessageContaining("bind-address");
	}

	@Test
	void anAddressOfAnotherMachineIsNamed() {
		assertThatExceptionOfType(MultifrostException.class).isThrownBy(() -> BindAddress.check("math", "192.0.2.1"))
			.withMessageContaining("192.0.2.1 is no address of this machine");
	}

	@SuppressWarnings("unused")
	public int one() {
		return 1;
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, true", "127.0.0.2, true", "localhost, true", "::1, true", "0.0.0.0, false", "*, false",
			"192.0.2.1, false", "no-such-host.invalid, false" })
	void aLoopbackAddressIsLocal(String address, boolean local) {
		assertThat(BindAddress.isLocal(address)).isEqualTo(local);
	}

}

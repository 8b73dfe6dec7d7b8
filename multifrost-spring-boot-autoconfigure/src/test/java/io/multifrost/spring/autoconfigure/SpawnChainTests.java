package io.multifrost.spring.autoconfigure;

import org.junit.jupiter.api.Test;

import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SpawnChain}.
 */
class SpawnChainTests {

	@Test
	void aProcessThatNoParentStartedMayStartAnything() {
		SpawnChain chain = new SpawnChain(null);
		assertThatNoException().isThrownBy(() -> chain.refuseLoop("a", "com.example.A"));
		assertThat(chain.with("com.example.A")).isEqualTo("com.example.A");
	}

	@Test
	void aWorkerMayStartOthersButNeitherItselfNorOneThatStartedIt() {
		SpawnChain chain = new SpawnChain(new SpawnChain("com.example.A").with("com.example.B"));
		assertThatNoException().isThrownBy(() -> chain.refuseLoop("c", "com.example.C"));
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> chain.refuseLoop("a", "com.example.A"))
			.withMessageContaining("multifrost.parents.a.enabled=false");
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> chain.refuseLoop("b", "com.example.B"));
	}

}

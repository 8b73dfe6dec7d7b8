package io.multifrost.kubernetes;

import java.util.List;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the manifests configure are properties, with values of their types.
 */
class EmbeddedConfigurationTests {

	static List<Manifest> manifests() {
		return Manifest.all();
	}

	@ParameterizedTest
	@MethodSource("manifests")
	void onlyPropertiesAreSet(Manifest manifest) {
		EmbeddedConfiguration configuration = of(manifest);
		assertThat(configuration.names()).isNotEmpty()
			.allMatch((name) -> name.startsWith("multifrost.") || name.startsWith("spring.lifecycle."));
		assertThat(configuration.multifrost().getParents().get("words").required()).isTrue();
	}

	@Test
	void theWorkerIsWhereItRuns() {
		assertThat(of(Manifest.of("sidecar.yaml")).multifrost().getParents().get("words").endpoint())
			.isEqualTo("tcp://127.0.0.1:5555");
		assertThat(of(Manifest.of("headless.yaml")).multifrost().getParents().get("words").instancesAt())
			.containsExactly("tcp://words:5555");
	}

	@ParameterizedTest
	@ValueSource(strings = { "multifrost.parents.words.stop-timout: 5s", "multifrost.parents.words.stop-timeout: soon",
			"multifrost.parent.words.required: true", "spring.lifecycle.timeout-per-phase: 20s" })
	void aMistakeIsRefused(String mistake) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> EmbeddedConfiguration.of(mistake));
	}

	private static EmbeddedConfiguration of(Manifest manifest) {
		return EmbeddedConfiguration.of(manifest.objects(V1ConfigMap.class).get(0).getData().get("application.yaml"));
	}

}

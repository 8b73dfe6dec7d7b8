package io.multifrost.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.multifrost.benchmarks.model.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ShapeTests {

	@ParameterizedTest
	@ValueSource(strings = { "sequential", "in-flight-64", "threads-8", "payload-100", "payload-10KiB", "payload-16MiB",
			"payload-list-1MiB", "array-1000000", "stream", "beside-strangers-1000", "workers-1000", "parents-20",
			"pending-100000", "idle-100", "start" })
	void everyNameIsReadAndWrittenAlike(String name) {
		assertThat(Shape.parse(name)).hasToString(name);
	}

	@Test
	void sizesAreInBytes() {
		assertThat(Shape.parse("payload-10KiB").size()).isEqualTo(10_240);
		assertThat(Shape.parse("payload-list-1MiB").kind()).isEqualTo(Shape.Kind.PAYLOAD_LIST);
	}

	@Test
	void anUnknownNameIsRefusedWithExamples() {
		assertThatIllegalArgumentException().isThrownBy(() -> Shape.parse("in-fligt-64"))
			.withMessageContaining("in-fligt-64")
			.withMessageContaining("threads-8");
	}

}

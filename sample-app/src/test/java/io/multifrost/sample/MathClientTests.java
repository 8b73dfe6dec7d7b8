package io.multifrost.sample;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.multifrost.RemoteCallException;
import io.multifrost.spring.test.MultifrostTest;
import io.multifrost.spring.test.MultifrostTestWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@MultifrostTest(properties = "multifrost.parents.math.enabled=true")
class MathClientTests {

	static final MultifrostTestWorker math = MultifrostTestWorker.of("math",
			Map.of("add", (args) -> args.get(0, Long.class) + args.get(1, Long.class)));

	static final MultifrostTestWorker text = MultifrostTestWorker.of("text", new TextWorker());

	@Autowired
	private MathClient client;

	@Test
	void addsThroughTheWorkerOfTheTest() {
		assertThat(this.client.add(10, 20)).isEqualTo(30);
	}

	@Test
	void failsAsTheRealOneDoes() {
		assertThatExceptionOfType(RemoteCallException.class).isThrownBy(() -> this.client.greet("Ada"))
			.withMessageContaining("Function 'greet' not found");
	}

}

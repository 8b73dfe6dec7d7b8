package io.multifrost.spring.test;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import io.multifrost.spring.example.MathClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;

/**
 * A client with a spy.
 */
@MultifrostTest
class SpiedClientTests {

	static final MultifrostTestWorker math = MultifrostTestWorker.of("math",
			Map.of("add", (args) -> args.get(0, Long.class) + args.get(1, Long.class)));

	@MockitoSpyBean
	private MathClient client;

	@Autowired
	private ApplicationContext context;

	@Test
	void theSpySeesTheCallsOfOthers() {
		assertThat(this.context.getBean(MathClient.class).add(1, 2)).isEqualTo(3);
		verify(this.client).add(1, 2);
	}

}

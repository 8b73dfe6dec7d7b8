package io.multifrost.spring.test;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker as a field of a test of the whole application.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class TestWorkerInApplicationTests {

	static final MultifrostTestWorker math = MultifrostTestWorker.of("math",
			Map.of("add", (args) -> args.get(0, Long.class) + args.get(1, Long.class)));

	@Autowired
	private Shop shop;

	@Test
	void componentsCallTheWorkerOfTheTest() {
		assertThat(this.shop.client().add(2, 3)).isEqualTo(5);
	}

}

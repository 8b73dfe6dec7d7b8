package io.multifrost.spring.test;

import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.example.MathClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MultifrostTest @MultifrostTest}.
 */
@MultifrostTest(properties = "multifrost.parents.math.main-class=com.example.Missing")
class MultifrostTestTests {

	static final MultifrostTestWorker math = MultifrostTestWorker.of("math",
			Map.of("add", (args) -> args.get(0, Long.class) + args.get(1, Long.class)));

	@Autowired
	private MathClient client;

	@Autowired
	private ApplicationContext context;

	@Test
	void clientsCallTheWorkerOfTheTest() {
		assertThat(this.client.add(10, 20)).isEqualTo(30);
	}

	@Test
	void componentsAndOtherAutoConfigurationAreLeftOut() {
		assertThat(this.context.getBeanProvider(Shop.class).getIfAvailable()).isNull();
		assertThat(this.context.containsBean("multifrostChildWorkerLifecycle")).isFalse();
		assertThat(this.context.containsBean("applicationTaskExecutor")).isFalse();
	}

	@Nested
	@TestPropertySource(properties = "multifrost.defaults.call-timeout=5s")
	class InAnotherContext {

		static final MultifrostTestWorker text = MultifrostTestWorker.of("text",
				Map.of("shout", (args) -> args.get(0, String.class).toUpperCase(Locale.ROOT)));

		@Autowired
		private ParentWorkers workers;

		@Test
		void theWorkersOfBothClassesAreThere() {
			assertThat(this.workers.names()).containsExactlyInAnyOrder("math", "text");
			assertThat(this.workers.get("math").call("add", Long.class, 1, 2)).isEqualTo(3);
			assertThat(this.workers.get("text").call("shout", String.class, "hello")).isEqualTo("HELLO");
		}

	}

}

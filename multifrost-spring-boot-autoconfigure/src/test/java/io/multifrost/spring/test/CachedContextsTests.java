package io.multifrost.spring.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

import io.multifrost.registry.FileServiceRegistry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two contexts of one service, which live at the same time as tests keep them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = CachedContextsTests.Service.class,
		properties = "multifrost.worker.service-id=cached-contexts")
class CachedContextsTests {

	@Autowired
	private ServiceRegistry registry;

	@Test
	void aServiceIsFoundByItsOwnContextAlone() {
		assertThat(this.registry.find("cached-contexts")).isPresent();
		assertThat(FileServiceRegistry.standard().find("cached-contexts")).isEmpty();
	}

	@Nested
	@TestPropertySource(properties = "another=context")
	class InAnotherContext {

		@Autowired
		private ServiceRegistry otherRegistry;

		@Test
		void servesUnderTheSameId() {
			assertThat(this.otherRegistry.find("cached-contexts")).isPresent();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MultifrostAutoConfiguration.class, MultifrostChildAutoConfiguration.class })
	@Import(Greeter.class)
	static class Service {

	}

	@MultifrostWorker
	static class Greeter {

		public String greet(String name) {
			return "Hello " + name;
		}

	}

}

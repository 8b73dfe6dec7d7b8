package io.multifrost.discovery;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

import io.multifrost.parent.ParentWorker;
import io.multifrost.registry.ServiceEntry;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.registry.ServiceRegistry.Registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What holds with every engine that applications register with.
 */
abstract class EngineContract {

	private static final Duration LONG = Duration.ofSeconds(30);

	/**
	 * Return what connects an application with the engine.
	 * @param instance the name of the instance, which no other has
	 * @return the properties
	 */
	abstract List<String> properties(String instance);

	@Test
	void servicesOfAWebApplicationAreCalled() {
		servicesAreCalled(WebApplicationType.SERVLET);
	}

	@Test
	void servicesOfAnApplicationWithoutWebServerAreCalled() {
		servicesAreCalled(WebApplicationType.NONE);
	}

	private void servicesAreCalled(WebApplicationType webType) {
		ConfigurableApplicationContext shop = serving("one", webType, "shop", "multifrost.zone=west");
		try (ConfigurableApplicationContext caller = calling(webType)) {
			assertThat(worker(caller, "words").call("shout", String.class, "hello")).isEqualTo("HELLO");
			assertThat(worker(caller, "numbers").call("twice", Integer.class, 21)).isEqualTo(42);
			ServiceRegistry registry = caller.getBean(ServiceRegistry.class);
			assertThat(registry.findAll("words")).singleElement()
				.satisfies((entry) -> assertThat(entry.zone()).isEqualTo("west"))
				.satisfies((entry) -> assertThat(entry.host()).isIn("127.0.0.1", "localhost"));
			shop.close();
			await().atMost(LONG).untilAsserted(() -> assertThat(registry.findAll("words")).isEmpty());
			assertThat(registry.findAll("numbers")).isEmpty();
		}
		finally {
			shop.close();
		}
	}

	@Test
	void instancesComeAndGo() {
		try (ConfigurableApplicationContext first = serving("one", WebApplicationType.SERVLET, "words");
				ConfigurableApplicationContext caller = calling(WebApplicationType.SERVLET)) {
			ServiceRegistry registry = caller.getBean(ServiceRegistry.class);
			ParentWorker words = worker(caller, "words");
			try (ConfigurableApplicationContext second = serving("two", WebApplicationType.SERVLET, "words")) {
				await().atMost(LONG).untilAsserted(() -> assertThat(registry.findAll("words")).hasSize(2));
				await().atMost(LONG).untilAsserted(() -> assertThat(words.snapshot().instances()).hasSize(2));
				assertThat(words.call("shout", String.class, "both")).isEqualTo("BOTH");
				assertThat(second.isRunning()).isTrue();
			}
			await().atMost(LONG).untilAsserted(() -> assertThat(registry.findAll("words")).hasSize(1));
			await().atMost(LONG).untilAsserted(() -> assertThat(words.snapshot().instances()).hasSize(1));
			assertThat(words.call("shout", String.class, "one")).isEqualTo("ONE");
			assertThat(first.isRunning()).isTrue();
		}
	}

	@Test
	void whatIsRegisteredLaterIsKnownSoon() {
		try (ConfigurableApplicationContext shop = serving("one", WebApplicationType.SERVLET, "shop");
				ConfigurableApplicationContext caller = calling(WebApplicationType.SERVLET)) {
			ServiceRegistry registry = caller.getBean(ServiceRegistry.class);
			ServiceRegistry own = shop.getBean(ServiceRegistry.class);
			try (Registration later = own.register("later", 5001)) {
				await().atMost(LONG)
					.untilAsserted(() -> assertThat(registry.findAll("later")).extracting(ServiceEntry::port)
						.containsExactly(later.entry().port()));
			}
			await().atMost(LONG).untilAsserted(() -> assertThat(registry.findAll("later")).isEmpty());
			assertThat(registry.findAll("words")).hasSize(1);
		}
	}

	private ConfigurableApplicationContext serving(String instance, WebApplicationType webType, String application,
			String... more) {
		String[] all = new String[more.length + 1];
		System.arraycopy(more, 0, all, 1, more.length);
		all[0] = "spring.application.name=" + application;
		return new Applications(webType, properties(instance)).serving(all);
	}

	private ConfigurableApplicationContext calling(WebApplicationType webType) {
		return new Applications(webType, properties("caller")).calling("spring.application.name=caller");
	}

	private static ParentWorker worker(ConfigurableApplicationContext context, String name) {
		return context.getBean(name, ParentWorker.class);
	}

}

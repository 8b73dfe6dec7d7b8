package io.multifrost.spring.traced;

import java.io.IOException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.multifrost.parent.ParentWorker;

/**
 * A parent that logs what it does, and waits for the end of its input.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class OrderApplication {

	private static final Logger logger = LoggerFactory.getLogger(OrderApplication.class);

	public static void main(String[] args) throws IOException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OrderApplication.class)
			.properties(properties("orders"))
			.properties("multifrost.parents.prices.main-class=" + PriceApplication.class.getName(),
					"multifrost.parents.prices.environment.SPRING_DOCKER_COMPOSE_ENABLED=false",
					"multifrost.defaults.start-timeout=60s")
			.run(args)) {
			ParentWorker prices = context.getBean(ParentWorker.class);
			Observation.createNotStarted("order", context.getBean(ObservationRegistry.class))
				.observe(() -> logger.info("7 pieces cost {}", prices.call("price", Long.class, 7)));
			System.in.read();
		}
	}

	static String[] properties(String name) {
		return new String[] { "spring.application.name=" + name, "spring.main.web-application-type=none",
				"spring.main.banner-mode=off", "logging.config=classpath:logback-traced.xml" };
	}

}

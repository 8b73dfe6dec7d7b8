package io.multifrost.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Starts applications that find each other by one engine, and by none of the others that
 * are on the class path.
 *
 * @param webType whether they have a web server
 * @param properties what connects them with the engine
 */
record Applications(WebApplicationType webType, List<String> properties) {

	private static final List<String> GENERAL = List.of("multifrost.registry.type=discovery",
			"eureka.client.enabled=false", "spring.cloud.zookeeper.enabled=false",
			"spring.cloud.kubernetes.enabled=false", "spring.cloud.kubernetes.discovery.enabled=false",
			"spring.cloud.loadbalancer.enabled=false", "spring.jmx.enabled=false", "spring.main.banner-mode=off",
			"server.address=127.0.0.1", "server.port=0", "multifrost.parents.words.service-id=words",
			"multifrost.parents.words.start-timeout=30s", "multifrost.parents.numbers.service-id=numbers",
			"multifrost.parents.numbers.start-timeout=30s");

	ConfigurableApplicationContext serving(String... more) {
		return start(WordsApplication.class,
				Stream
					.concat(Stream.of(more),
							Stream.of("multifrost.parents.words.enabled=false",
									"multifrost.parents.numbers.enabled=false"))
					.toList());
	}

	ConfigurableApplicationContext calling(String... more) {
		return start(Caller.class, List.of(more));
	}

	ConfigurableApplicationContext start(Class<?> source, List<String> more) {
		Map<String, Object> all = new LinkedHashMap<>();
		Stream.of(GENERAL, this.properties, more).flatMap(List::stream).forEach((property) -> {
			int end = property.indexOf('=');
			all.put(property.substring(0, end), property.substring(end + 1));
		});
		return new SpringApplicationBuilder(source).web(this.webType).properties(all).run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Caller {

	}

}

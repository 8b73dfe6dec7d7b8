package io.multifrost.hosts;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

import io.multifrost.spring.MultifrostWorker;

/**
 * An application on a host: its profiles say what it has to do with.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class HostService {

	public static void main(String[] args) {
		new SpringApplicationBuilder(HostService.class).properties("spring.config.name=hosts").run(args);
	}

	/**
	 * A service in Java.
	 */
	@MultifrostWorker(serviceId = "hosted")
	static class Hosted {

		private final String name;

		Hosted(@Value("${name}") String name) {
			this.name = name;
		}

		public String who() {
			return this.name;
		}

		public long next(long number) {
			return number + 1;
		}

	}

	/**
	 * An application that serves nothing itself, and publishes the service beside it,
	 * which is in Python.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Beside {

		public static void main(String[] args) {
			new SpringApplicationBuilder(Beside.class).properties("spring.config.name=hosts").run(args);
		}

	}

}

package io.multifrost.spring.namespaces;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.multifrost.spring.MultifrostWorker;

/**
 * An application whose workers are in namespaces of their own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ TwoNamespacesApplication.First.class, TwoNamespacesApplication.Second.class })
public class TwoNamespacesApplication {

	public static void main(String[] args) {
		SpringApplication.run(TwoNamespacesApplication.class, args);
	}

	@MultifrostWorker(namespace = "one")
	public static class First {

		public int one() {
			return 1;
		}

	}

	@MultifrostWorker(namespace = "${second-namespace:two}")
	public static class Second {

		public int two() {
			return 2;
		}

	}

}

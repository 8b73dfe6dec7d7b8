package io.multifrost.spring.namespaces;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.child.MultifrostChildAutoConfiguration;

/**
 * An application whose workers are in namespaces of their own. It has nothing of what
 * else is on the class path of the tests.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ MultifrostAutoConfiguration.class, MultifrostChildAutoConfiguration.class })
@Import({ TwoNamespacesApplication.First.class, TwoNamespacesApplication.Second.class })
public class TwoNamespacesApplication {

	public static void main(String[] args) {
		new SpringApplicationBuilder(TwoNamespacesApplication.class).web(WebApplicationType.NONE).run(args);
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

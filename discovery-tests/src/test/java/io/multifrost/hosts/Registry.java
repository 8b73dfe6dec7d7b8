package io.multifrost.hosts;

import java.util.Locale;
import java.util.Map;

import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.annotation.Configuration;

/**
 * What services are found by.
 */
enum Registry {

	/** Their addresses are known. */
	NONE {

		@Override
		AutoCloseable start() {
			return () -> {
			};
		}

	},

	EUREKA {

		@Override
		AutoCloseable start() {
			return new SpringApplicationBuilder(EurekaServer.class).properties("spring.config.name=eureka-server")
				.run();
		}

	},

	ZOOKEEPER {

		@Override
		AutoCloseable start() throws Exception {
			return new TestingServer(
					new InstanceSpec(null, ZOOKEEPER_PORT, -1, -1, true, -1, -1, -1, Map.of(), Host.APP.address()),
					true);
		}

	};

	private static final int ZOOKEEPER_PORT = 2181;

	/**
	 * Start its server on this host.
	 */
	abstract AutoCloseable start() throws Exception;

	/**
	 * Return the profile of the applications that use it.
	 */
	String profile() {
		return name().toLowerCase(Locale.ROOT);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableEurekaServer
	static class EurekaServer {

	}

}

package io.multifrost.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * With a Eureka server in this process.
 */
class EurekaTests extends EngineContract {

	private static ConfigurableApplicationContext server;

	private static String url;

	@BeforeAll
	static void startServer() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		url = "eureka.client.service-url.defaultZone=http://localhost:" + port + "/eureka/";
		server = new Applications(WebApplicationType.SERVLET, List.of(url)).start(Server.class, List.of(
				"multifrost.enabled=false", "server.port=" + port, "eureka.instance.hostname=localhost",
				"eureka.client.enabled=true", "eureka.client.jersey.enabled=false",
				"eureka.client.register-with-eureka=false", "eureka.client.fetch-registry=false",
				"eureka.server.enable-self-preservation=false", "eureka.server.eviction-interval-timer-in-ms=1000",
				"eureka.server.use-read-only-response-cache=false", "eureka.server.wait-time-in-ms-when-sync-empty=0"));
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Override
	List<String> properties(String instance) {
		return List.of("eureka.client.enabled=true", "eureka.client.jersey.enabled=false", url,
				"eureka.client.registry-fetch-interval-seconds=1",
				"eureka.client.instance-info-replication-interval-seconds=2", "eureka.instance.hostname=localhost",
				"eureka.instance.instance-id=" + instance);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableEurekaServer
	static class Server {

	}

}

package io.multifrost.discovery;

import java.io.IOException;
import java.util.List;

import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * With a ZooKeeper server in this process.
 */
class ZookeeperTests extends EngineContract {

	private static TestingServer server;

	@BeforeAll
	static void startServer() throws Exception {
		server = new TestingServer();
	}

	@AfterAll
	static void stopServer() throws IOException {
		server.close();
	}

	@Override
	List<String> properties(String instance) {
		return List.of("spring.cloud.zookeeper.enabled=true",
				"spring.cloud.zookeeper.connect-string=" + server.getConnectString(),
				"spring.cloud.zookeeper.session-timeout=4s",
				"spring.cloud.zookeeper.discovery.instance-host=127.0.0.1");
	}

}

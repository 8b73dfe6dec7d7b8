package io.multifrost.spring.testcontainers;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import io.multifrost.CallTimeoutException;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.autoconfigure.MultifrostConnectionDetails;
import io.multifrost.spring.example.MathClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Workers in containers that are fields of the test: one in place of a process of the
 * configuration, one that the configuration does not know.
 */
@Testcontainers
@RequiresContainers
@SpringBootTest(webEnvironment = WebEnvironment.NONE,
		properties = { "multifrost.parents.math.main-class=com.example.Missing",
				"multifrost.parents.math.auto-restart=true", "multifrost.parents.math.call-timeout=300ms",
				"multifrost.defaults.start-timeout=30s" })
class WorkerContainerTests {

	@Container
	@ServiceConnection("math")
	static final GenericContainer<?> math = WorkerImage.container();

	@Container
	@ServiceConnection(name = "greeter", type = MultifrostConnectionDetails.class)
	static final GenericContainer<?> greeter = WorkerImage.container();

	@Autowired
	private ParentWorkers workers;

	@Autowired
	private MathClient client;

	@Autowired
	@Qualifier("greeter")
	private ParentWorker injected;

	@Autowired
	@Qualifier("greeter")
	private MultifrostConnectionDetails details;

	@Test
	void eachIsTheWorkerOfItsName() {
		assertThat(this.workers.names()).containsExactly("math", "greeter");
		assertThat(this.client.add(10, 20)).isEqualTo(30);
		assertThat(this.injected.call("greet", String.class, "Ada")).isEqualTo("Hello Ada, from a container");
	}

	@Test
	void eachIsReachedAtThePortThatItsContainerHasOutside() {
		assertThat(this.details.getEndpoint()).isEqualTo(endpoint(greeter));
		assertThat(this.workers.get("math").snapshot().instances()).singleElement()
			.satisfies((instance) -> assertThat(instance.endpoint()).isEqualTo(endpoint(math)));
		assertThat(this.workers.stream()).allMatch((worker) -> worker.snapshot().mode() == WorkerMode.CONNECT);
	}

	private static String endpoint(GenericContainer<?> container) {
		return "tcp://" + container.getHost() + ":" + container.getMappedPort(WorkerImage.PORT);
	}

	@Test
	void whatTheConfigurationSaysOfCallsStillApplies() {
		assertThatExceptionOfType(CallTimeoutException.class).isThrownBy(() -> this.client.sleep(600));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class Application {

	}

}

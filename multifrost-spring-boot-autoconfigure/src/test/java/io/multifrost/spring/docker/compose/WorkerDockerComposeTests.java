package io.multifrost.spring.docker.compose;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.multifrost.parent.WorkerSnapshot.WorkerMode;
import io.multifrost.spring.ParentWorkers;
import io.multifrost.spring.testcontainers.RequiresContainers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers in services of Docker Compose, which the application starts.
 */
@RequiresContainers(compose = true)
class WorkerDockerComposeTests {

	@Test
	void servicesWithALabelAreWorkers() {
		try (ConfigurableApplicationContext context = start()) {
			ParentWorkers workers = context.getBean(ParentWorkers.class);
			assertThat(workers.names()).containsExactlyInAnyOrder("math", "greeter");
			assertThat(workers.stream()).allMatch((worker) -> worker.snapshot().mode() == WorkerMode.CONNECT);
			assertThat(workers.get("math").call("add", Long.class, 10, 20)).isEqualTo(30);
			assertThat(workers.get("greeter").call("greet", String.class, "Ada"))
				.isEqualTo("Hello Ada, from a container");
		}
	}

	private static ConfigurableApplicationContext start() {
		// Arguments, as the build's environment switches Docker Compose off for other
		// tests
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.docker.compose.enabled=true", "--spring.docker.compose.skip.in-tests=false",
					"--spring.docker.compose.file=src/test/containers/compose.yaml",
					"--spring.docker.compose.stop.command=down", "--spring.docker.compose.readiness.wait=never",
					"--multifrost.defaults.start-timeout=30s");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

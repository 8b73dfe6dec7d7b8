package io.multifrost.spring.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.WorkerState;
import io.multifrost.spring.EnableMultifrostClients;
import io.multifrost.spring.example.MathClient;
import io.multifrost.spring.example.MathWorkerProgram;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MultifrostParentAutoConfiguration} with real workers.
 */
class MultifrostParentAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MultifrostParentAutoConfiguration.class))
		.withPropertyValues("multifrost.parents.math.main-class=" + MathWorkerProgram.class.getName());

	@Test
	void workersOfTheConfigurationAreBeansThatRun() {
		this.contextRunner.run((context) -> {
			ParentWorker math = context.getBean("math", ParentWorker.class);
			assertThat(math.state()).isEqualTo(WorkerState.RUNNING);
			assertThat(math.call("add", Long.class, 10, 20)).isEqualTo(30L);
		});
	}

	@Test
	void clientInterfacesCallTheirWorker() {
		this.contextRunner.withUserConfiguration(ClientsConfiguration.class).run((context) -> {
			MathClient math = context.getBean(MathClient.class);
			assertThat(math.add(10, 20)).isEqualTo(30);
			assertThat(math.find("")).isEmpty();
			assertThat(math.find("x")).contains("found x");
			assertThat(math.divide(1, 4)).succeedsWithin(java.time.Duration.ofSeconds(5)).isEqualTo(0.25);
			assertThat(math.addLater(1, 2).block()).isEqualTo(3);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultifrostClients(basePackageClasses = MathClient.class)
	static class ClientsConfiguration {

	}

}

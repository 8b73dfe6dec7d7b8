package io.multifrost.spring.testcontainers;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import io.multifrost.spring.ParentWorkers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers in containers that are beans, beside one that is a field of the test, and
 * another container that is none of ours.
 */
@Testcontainers
@RequiresContainers
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "multifrost.defaults.start-timeout=30s")
class WorkerContainerBeanTests {

	@Container
	@ServiceConnection("field")
	static final GenericContainer<?> field = WorkerImage.container();

	@Autowired
	private ParentWorkers workers;

	@Autowired
	private CacheConnectionDetails cache;

	@Test
	void eachIsAWorker() {
		assertThat(this.workers.names()).containsExactlyInAnyOrder("field", "bean");
		assertThat(this.workers.stream()).allSatisfy((worker) -> assertThat(worker.call("greet", String.class, "Ada"))
			.isEqualTo("Hello Ada, from a container"));
	}

	@Test
	void aContainerThatAnotherFactoryTakesIsNoWorker() {
		assertThat(this.cache).isNotNull();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		@ServiceConnection("bean")
		GenericContainer<?> container() {
			return WorkerImage.container();
		}

		@Bean
		@ServiceConnection("cache")
		GenericContainer<?> cacheContainer() {
			return WorkerImage.container();
		}

	}

	interface CacheConnectionDetails extends ConnectionDetails {

	}

	/**
	 * Stands for that of Redis and the like, and is named in the test's spring.factories.
	 */
	static class CacheContainerConnectionDetailsFactory
			extends ContainerConnectionDetailsFactory<GenericContainer<?>, CacheConnectionDetails> {

		CacheContainerConnectionDetailsFactory() {
			super("cache");
		}

		@Override
		protected @Nullable CacheConnectionDetails getContainerConnectionDetails(
				ContainerConnectionSource<GenericContainer<?>> source) {
			return new CacheDetails(source);
		}

		static final class CacheDetails extends ContainerConnectionDetails<GenericContainer<?>>
				implements CacheConnectionDetails {

			CacheDetails(ContainerConnectionSource<GenericContainer<?>> source) {
				super(source);
			}

		}

	}

}

package io.multifrost.spring.autoconfigure.child;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.multifrost.internal.SpawnVariables;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

/**
 * Auto-configuration of this application as a worker, of the parent that has started it
 * or as a service.
 */
@AutoConfiguration(after = MultifrostAutoConfiguration.class)
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MultifrostProperties.class)
public final class MultifrostChildAutoConfiguration {

	@Bean
	ChildWorkerLifecycle multifrostChildWorkerLifecycle(ConfigurableListableBeanFactory beanFactory,
			MultifrostProperties properties, ObjectProvider<ServiceRegistry> registry,
			ObjectProvider<NoWebServer> noWebServer, ConfigurableApplicationContext context) {
		ChildWorkerFactory factory = new ChildWorkerFactory(beanFactory,
				new WorkerBeans(beanFactory, properties.getWorker()), new WorkerSettingsMapper(properties.getWorker()),
				registry::getObject);
		// Read from the process itself and not from Spring's environment, as it holds for
		// this process alone.
		if (System.getenv(SpawnVariables.PORT) != null) {
			return new ChildWorkerLifecycle(factory::createSpawned, context, true);
		}
		return new ChildWorkerLifecycle(factory::createServices, context, noWebServer.getIfAvailable() != null);
	}

	/**
	 * Says that nothing else than workers may keep the application alive.
	 */
	record NoWebServer() {
	}

	/**
	 * What is there without a web server.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNotWebApplication
	static class NoWebServerConfiguration {

		@Bean
		NoWebServer multifrostNoWebServer() {
			return new NoWebServer();
		}

	}

}

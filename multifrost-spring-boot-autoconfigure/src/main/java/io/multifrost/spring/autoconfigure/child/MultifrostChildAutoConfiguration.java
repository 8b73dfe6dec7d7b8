package io.multifrost.spring.autoconfigure.child;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.multifrost.internal.SpawnVariables;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.MultifrostAutoConfiguration;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.reactive.ReactiveStreamAdapter;

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
		ChildWorkerFactory factory = new ChildWorkerFactory(beanFactory, properties, registry::getObject);
		// Read from the process itself and not from Spring's environment, as it holds for
		// this process alone.
		boolean spawned = System.getenv(SpawnVariables.PORT) != null;
		return new ChildWorkerLifecycle(spawned ? factory::createSpawned : factory::createServices, context,
				spawned || noWebServer.getIfAvailable() != null, System::exit);
	}

	/**
	 * What needs Reactor.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Mono.class)
	static class ReactorConfiguration {

		@Bean
		ReactiveStreamAdapter multifrostReactiveStreamAdapter() {
			return new ReactiveStreamAdapter();
		}

	}

	/**
	 * Says that nothing else than workers may keep the application alive.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNotWebApplication
	static class NoWebServer {

	}

}

package io.multifrost.spring.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of this application as a worker, where a parent has started it.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "multifrost.enabled", matchIfMissing = true)
@ConditionalOnProperty("COMLINK_ZMQ_PORT")
@EnableConfigurationProperties(MultifrostProperties.class)
public final class MultifrostChildAutoConfiguration {

	@Bean
	ChildWorkerLifecycle multifrostChildWorkerLifecycle(ConfigurableListableBeanFactory beanFactory,
			MultifrostProperties properties, ConfigurableApplicationContext context) {
		return new ChildWorkerLifecycle(new ChildWorkerFactory(beanFactory, properties.getWorker())::create, context);
	}

}

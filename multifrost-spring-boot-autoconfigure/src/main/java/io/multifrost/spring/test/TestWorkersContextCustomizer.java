package io.multifrost.spring.test;

import java.util.Map;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.StringUtils;

import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.ConnectionDetailsBeans;
import io.multifrost.spring.autoconfigure.MultifrostConnectionDetails;

/**
 * Tells a context of the workers that a test class has as fields, in containers or within
 * the test, and keeps the services of the context to itself.
 *
 * @param workers the workers by their names, compared by identity, as they have no other:
 * contexts are cached by them
 */
record TestWorkersContextCustomizer(Map<String, MultifrostTestWorker> workers) implements ContextCustomizer {

	TestWorkersContextCustomizer {
		workers = Map.copyOf(workers);
	}

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		context.addApplicationListener(new FoundClients());
		// Before containers that are beans are found, for which there must be no other
		context.addBeanFactoryPostProcessor((BeanDefinitionRegistryPostProcessor) (registry) -> {
			this.workers.forEach((name, worker) -> ConnectionDetailsBeans.register(name,
					new TestWorkerConnectionDetails(worker), registry));
			ConnectionDetailsBeans.expandSources(context.getBeanFactory(), registry);
		});
		context.addBeanFactoryPostProcessor((beanFactory) -> {
			if (!StringUtils.hasText(context.getEnvironment().getProperty("multifrost.registry.directory"))) {
				beanFactory.addBeanPostProcessor(new RegistryReplacement());
			}
		});
	}

	/**
	 * Where a worker within the test is. It outlives the context, since another one may
	 * use it too, and so is not its bean.
	 */
	private record TestWorkerConnectionDetails(MultifrostTestWorker worker) implements MultifrostConnectionDetails {

		@Override
		public String getEndpoint() {
			return this.worker.getEndpoint();
		}

	}

	/**
	 * Keeps the services of the context to itself, where the test names no directory.
	 */
	private static final class RegistryReplacement implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (beanName.equals("multifrostServiceRegistry") && bean instanceof ServiceRegistry registry)
					? new ContextRegistry(registry) : bean;
		}

	}

}

package io.multifrost.spring.test;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.StringUtils;

import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.ConnectionDetailsBeans;
import io.multifrost.spring.autoconfigure.MultifrostConnectionDetails;
import io.multifrost.spring.autoconfigure.MultifrostConnectionDetailsSource;

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
		if (!this.workers.isEmpty() && context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
			TestWorkers source = new TestWorkers(this.workers);
			RootBeanDefinition definition = new RootBeanDefinition(TestWorkers.class);
			definition.setInstanceSupplier(() -> source);
			registry.registerBeanDefinition("multifrostTestWorkers", definition);
		}
		// Before containers that are beans are found, for which there must be no other
		context.addBeanFactoryPostProcessor(new SourceExpansion());
		context.addBeanFactoryPostProcessor(new RegistryReplacement(context.getEnvironment()));
	}

	/**
	 * The workers within the test. They outlive the context, since another one may use
	 * them too, and so are not its beans.
	 */
	private record TestWorkers(Map<String, MultifrostTestWorker> workers) implements MultifrostConnectionDetailsSource {

		@Override
		public Map<String, MultifrostConnectionDetails> getConnectionDetails() {
			Map<String, MultifrostConnectionDetails> details = new LinkedHashMap<>();
			this.workers.forEach((name, worker) -> details.put(name, new TestWorkerConnectionDetails(worker)));
			return details;
		}

	}

	private record TestWorkerConnectionDetails(MultifrostTestWorker worker) implements MultifrostConnectionDetails {

		@Override
		public String getEndpoint() {
			return this.worker.getEndpoint();
		}

	}

	/**
	 * Keeps the services of the context to itself, unless the test names a directory.
	 */
	private record RegistryReplacement(Environment environment) implements BeanFactoryPostProcessor {

		private static final String REGISTRY_BEAN = "multifrostServiceRegistry";

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
			if (!StringUtils.hasText(this.environment.getProperty("multifrost.registry.directory"))) {
				beanFactory.addBeanPostProcessor(new BeanPostProcessor() {

					@Override
					public Object postProcessAfterInitialization(Object bean, String beanName) {
						return (REGISTRY_BEAN.equals(beanName) && bean instanceof ServiceRegistry registry)
								? new ContextRegistry(registry) : bean;
					}

				});
			}
		}

	}

	private static final class SourceExpansion implements BeanDefinitionRegistryPostProcessor {

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
			if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
				ConnectionDetailsBeans.expandSources(beanFactory, registry);
			}
		}

	}

}

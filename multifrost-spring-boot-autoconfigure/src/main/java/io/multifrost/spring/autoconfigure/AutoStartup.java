package io.multifrost.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.MultifrostClient;
import io.multifrost.spring.MultifrostClientFactoryBean;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

/**
 * Decides which workers start together with the application. Where nothing says so, a
 * worker is left out that nothing calls, since a test has put something else, such as a
 * mock, in the place of all its clients.
 */
record AutoStartup(MultifrostProperties properties,
		ConfigurableListableBeanFactory beanFactory) implements Predicate<ParentWorker> {

	private static final Logger logger = LoggerFactory.getLogger(AutoStartup.class);

	@Override
	public boolean test(ParentWorker worker) {
		Boolean own = this.properties.parent(worker.name()).autoStartup();
		Boolean configured = (own != null) ? own : this.properties.getDefaults().autoStartup();
		if (configured != null) {
			return configured;
		}
		List<String> clients = Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(MultifrostClient.class))
			.filter((bean) -> calls(bean, worker.name()))
			.toList();
		if (!clients.isEmpty() && clients.stream().noneMatch(this::isOurs)) {
			logger.info("Worker '{}' is not started, since all its clients are replaced. To start it all the same, "
					+ "set {}auto-startup=true", worker.name(), ParentCommand.prefix(worker.name()));
			return false;
		}
		return true;
	}

	private boolean calls(String bean, String worker) {
		MultifrostClient client = this.beanFactory.findAnnotationOnBean(bean, MultifrostClient.class, false);
		return client != null && worker.equals(this.beanFactory.resolveEmbeddedValue(client.value()));
	}

	private boolean isOurs(String bean) {
		return this.beanFactory.isFactoryBean(bean) && MultifrostClientFactoryBean.class
			.equals(this.beanFactory.getType(BeanFactory.FACTORY_BEAN_PREFIX + bean, false));
	}

}

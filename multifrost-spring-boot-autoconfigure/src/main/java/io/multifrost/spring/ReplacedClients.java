package io.multifrost.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Knows the workers that nothing calls, since a test has put something else, such as a
 * mock, in the place of all their clients. Not meant to be used by applications.
 */
public final class ReplacedClients {

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a look-up.
	 * @param beanFactory where the clients are
	 */
	public ReplacedClients(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return whether a worker has clients, and all of them were replaced.
	 * @param worker the name of the worker
	 * @return whether it is so
	 */
	public boolean areAllOf(String worker) {
		List<String> clients = Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(MultifrostClient.class))
			.filter((bean) -> calls(bean, worker))
			.toList();
		return !clients.isEmpty() && clients.stream().noneMatch(this::isOurs);
	}

	private boolean calls(String bean, String worker) {
		MultifrostClient client = this.beanFactory.findAnnotationOnBean(bean, MultifrostClient.class, false);
		return client != null && worker.equals(this.beanFactory.resolveEmbeddedValue(client.value()));
	}

	private boolean isOurs(String bean) {
		return this.beanFactory.isFactoryBean(bean) && Objects.equals(MultifrostClientFactoryBean.class,
				this.beanFactory.getType(BeanFactory.FACTORY_BEAN_PREFIX + bean, false));
	}

}

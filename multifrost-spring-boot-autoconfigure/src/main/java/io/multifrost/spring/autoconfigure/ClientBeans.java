package io.multifrost.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.multifrost.spring.MultifrostClient;
import io.multifrost.spring.MultifrostClientFactoryBean;

/**
 * The clients of a worker among the beans. A test may have replaced some, as by a mock.
 */
record ClientBeans(ConfigurableListableBeanFactory beanFactory) {

	/**
	 * Return whether a worker has clients, and all of them are replaced.
	 * @param worker the name of the worker
	 */
	boolean areAllReplaced(String worker) {
		List<String> clients = of(worker).toList();
		return !clients.isEmpty() && clients.stream().noneMatch(this::isOurs);
	}

	/**
	 * Return the client interfaces of a worker that are not replaced.
	 * @param worker the name of the worker
	 */
	List<Class<?>> interfaces(String worker) {
		return of(worker).filter(this::isOurs)
			.<Class<?>>map(this.beanFactory::getType)
			.filter(Objects::nonNull)
			.toList();
	}

	private Stream<String> of(String worker) {
		return Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(MultifrostClient.class))
			.filter((bean) -> calls(bean, worker));
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

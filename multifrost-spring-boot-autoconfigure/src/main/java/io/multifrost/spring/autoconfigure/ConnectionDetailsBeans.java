package io.multifrost.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionReaderUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.StringUtils;

import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;

/**
 * Knows the {@link MultifrostConnectionDetails} beans by the names of their workers,
 * without creating them.
 */
public final class ConnectionDetailsBeans {

	private ConnectionDetailsBeans() {
	}

	/**
	 * Make a bean of each of the details that the sources know, in place of the sources.
	 * What they are made of, such as a container, is not touched before the bean is asked
	 * for.
	 * @param beanFactory where the sources are
	 * @param registry the same as a registry
	 */
	public static void expandSources(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry) {
		for (String bean : beanFactory.getBeanNamesForType(MultifrostConnectionDetailsSource.class, true, false)) {
			MultifrostConnectionDetailsSource source = uninitialized(beanFactory, bean);
			registry.removeBeanDefinition(bean);
			source.getConnectionDetails().forEach((worker, details) -> register(worker, details, registry));
		}
	}

	private static MultifrostConnectionDetailsSource uninitialized(ConfigurableListableBeanFactory beanFactory,
			String bean) {
		BeanDefinition definition = beanFactory.getBeanDefinition(bean);
		Supplier<?> supplier = (definition instanceof AbstractBeanDefinition supplied) ? supplied.getInstanceSupplier()
				: null;
		if (supplier != null && supplier.get() instanceof MultifrostConnectionDetailsSource source) {
			return source;
		}
		throw new IllegalStateException("Bean '" + bean + "' is a MultifrostConnectionDetailsSource, which "
				+ "applications cannot declare: declare a MultifrostConnectionDetails bean for each worker");
	}

	/**
	 * Make a bean of details.
	 * @param worker the name of the worker
	 * @param details where it is
	 * @param registry where the bean is registered
	 */
	public static void register(String worker, MultifrostConnectionDetails details, BeanDefinitionRegistry registry) {
		RootBeanDefinition definition = new RootBeanDefinition(details.getClass());
		definition.setInstanceSupplier(() -> details);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, worker));
		registry.registerBeanDefinition(
				BeanDefinitionReaderUtils.uniqueBeanName(worker + "ConnectionDetails", registry), definition);
	}

	/**
	 * Find the beans.
	 * @param beanFactory where they are
	 * @return the names of the beans by the names of their workers
	 * @throws InvalidConfigurationException if there are two for a worker
	 */
	static Map<String, String> find(ConfigurableListableBeanFactory beanFactory) {
		Map<String, String> beans = new LinkedHashMap<>();
		for (String bean : beanFactory.getBeanNamesForType(MultifrostConnectionDetails.class, true, false)) {
			String qualifier = qualifierOf(beanFactory, bean);
			String worker = StringUtils.hasText(qualifier) ? qualifier : bean;
			String other = beans.putIfAbsent(worker, bean);
			if (other != null) {
				throw InvalidConfigurationException.ofParent(worker,
						"two beans say where it is, '" + other + "' and '" + bean + "'",
						"Remove one of them, or give it the name of another worker with @Qualifier (or, where it is a "
								+ "container, @ServiceConnection)");
			}
		}
		return beans;
	}

	private static @Nullable String qualifierOf(ConfigurableListableBeanFactory beanFactory, String bean) {
		if (beanFactory.containsBeanDefinition(bean)
				&& beanFactory.getBeanDefinition(bean) instanceof AbstractBeanDefinition definition) {
			AutowireCandidateQualifier qualifier = definition.getQualifier(Qualifier.class.getName());
			if (qualifier != null) {
				return String.valueOf(qualifier.getAttribute(AutowireCandidateQualifier.VALUE_KEY));
			}
		}
		Qualifier annotation = beanFactory.findAnnotationOnBean(bean, Qualifier.class, false);
		return (annotation != null) ? annotation.value() : null;
	}

}

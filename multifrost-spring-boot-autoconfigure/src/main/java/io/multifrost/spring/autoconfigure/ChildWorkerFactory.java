package io.multifrost.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.spring.MultifrostWorker;

/**
 * Makes the worker that serves all {@link MultifrostWorker} beans.
 */
class ChildWorkerFactory {

	private static final Logger logger = LoggerFactory.getLogger(ChildWorkerFactory.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final MultifrostProperties.Worker properties;

	ChildWorkerFactory(ConfigurableListableBeanFactory beanFactory, MultifrostProperties.Worker properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
	}

	/**
	 * Make a worker.
	 * @return the worker, not started; or {@code null} if there is no bean to serve
	 */
	@Nullable ChildWorker create() {
		List<Object> beans = new ArrayList<>();
		Map<String, Set<String>> namespaces = new TreeMap<>();
		for (String name : this.beanFactory.getBeanNamesForAnnotation(MultifrostWorker.class)) {
			if (!ScopedProxyUtils.isScopedTarget(name)) {
				beans.add(this.beanFactory.getBean(name));
				namespaces.computeIfAbsent(namespace(name), (namespace) -> new TreeSet<>()).add(name);
			}
		}
		if (beans.isEmpty()) {
			logger
				.warn("This application was started as a worker, but has no @MultifrostWorker bean: nothing is served");
			return null;
		}
		if (namespaces.size() > 1) {
			throw new IllegalStateException("A spawned worker serves one namespace, but its beans name several: "
					+ namespaces
					+ "; give all @MultifrostWorker beans the same namespace, or put them into several workers");
		}
		return build(beans, namespaces.keySet().iterator().next());
	}

	private String namespace(String beanName) {
		MultifrostWorker annotation = this.beanFactory.findAnnotationOnBean(beanName, MultifrostWorker.class);
		String named = (annotation != null) ? this.beanFactory.resolveEmbeddedValue(annotation.namespace()) : null;
		return StringUtils.hasText(named) ? named : this.properties.getNamespace();
	}

	private ChildWorker build(List<Object> beans, String namespace) {
		Object first = beans.get(0);
		ChildWorkerBuilder builder = ChildWorker.serving(first, userClass(first)).namespace(namespace);
		beans.stream().skip(1).forEach((bean) -> builder.and(bean, userClass(bean)));
		PropertyMapper map = PropertyMapper.get();
		map.from(this.properties::getConcurrency).to(builder::concurrency);
		map.from(this.properties::getQueueCapacity).to(builder::queueCapacity);
		map.from(this.properties::getDrainTimeout).to(builder::drainTimeout);
		return builder.build();
	}

	private static Class<?> userClass(Object bean) {
		return ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
	}

}

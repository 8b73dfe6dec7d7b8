package io.multifrost.spring.autoconfigure.child;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;

import io.multifrost.internal.Namespaces;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.properties.WorkerProperties;

/**
 * Finds the {@link MultifrostWorker} beans, without creating them.
 */
record WorkerBeans(ConfigurableListableBeanFactory beanFactory, WorkerProperties properties) {

	List<WorkerBean> find() {
		return Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(MultifrostWorker.class))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.map(this::describe)
			.toList();
	}

	private WorkerBean describe(String name) {
		MultifrostWorker annotation = Objects
			.requireNonNull(this.beanFactory.findAnnotationOnBean(name, MultifrostWorker.class), name);
		String namespace = firstWithText(annotation.namespace(), this.properties.namespace());
		return new WorkerBean(name, firstWithText(annotation.serviceId(), this.properties.serviceId()),
				(namespace != null) ? namespace : Namespaces.DEFAULT);
	}

	private @Nullable String firstWithText(String own, @Nullable String general) {
		String resolved = this.beanFactory.resolveEmbeddedValue(own);
		if (StringUtils.hasText(resolved)) {
			return resolved;
		}
		return StringUtils.hasText(general) ? general : null;
	}

}

package io.multifrost.spring.autoconfigure.child;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.ValueConverter;
import io.multifrost.child.ChildWorker;
import io.multifrost.child.ChildWorkerBuilder;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.child.StreamAdapter;
import io.multifrost.internal.Namespaces;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.MultifrostWorker;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

/**
 * Makes the workers that serve the {@link MultifrostWorker} beans: one for all of them
 * where a parent has started this application, else one for each service id.
 */
record ChildWorkerFactory(ConfigurableListableBeanFactory beanFactory, MultifrostProperties properties,
		Supplier<ServiceRegistry> registry) {

	private static final Logger logger = LoggerFactory.getLogger(ChildWorkerFactory.class);

	private static final String ACTION = "Change the @MultifrostWorker beans, or what multifrost.worker says of their "
			+ "services";

	/**
	 * Make the worker of the parent that started this application.
	 * @return the worker, not started; empty if the application serves by a
	 * {@link ChildWorker} bean of its own
	 * @throws InvalidConfigurationException if there is nothing to serve
	 */
	List<ChildWorker> createSpawned() {
		List<WorkerBean> found = workerBeans();
		if (found.isEmpty()) {
			if (this.beanFactory.getBeanProvider(ChildWorker.class).stream().findAny().isPresent()) {
				return List.of(); // it serves by itself
			}
			throw new InvalidConfigurationException("This application was started as a worker, but has no "
					+ "@MultifrostWorker bean to serve: declare one, or see whether active profiles or conditions "
					+ "leave it out", ACTION, null);
		}
		return List.of(build(found, null));
	}

	/**
	 * Make the workers that parents find by their service ids.
	 * @return the workers, not started; empty if no bean has a service id
	 */
	List<ChildWorker> createServices() {
		List<WorkerBean> found = workerBeans();
		List<String> left = found.stream().filter((bean) -> bean.serviceId() == null).map(WorkerBean::name).toList();
		if (!left.isEmpty()) {
			logger.info("@MultifrostWorker beans {} are not served: no parent has started this application, and "
					+ "neither their annotation nor multifrost.worker.service-id names a service id", left);
		}
		return found.stream()
			.map(WorkerBean::serviceId)
			.filter(Objects::nonNull)
			.distinct()
			.sorted()
			.map((id) -> build(found.stream().filter((bean) -> id.equals(bean.serviceId())).toList(), id))
			.toList();
	}

	/**
	 * Find the beans, without creating them.
	 */
	private List<WorkerBean> workerBeans() {
		return Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(MultifrostWorker.class))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.map(this::describe)
			.toList();
	}

	private WorkerBean describe(String name) {
		MultifrostWorker annotation = Objects
			.requireNonNull(this.beanFactory.findAnnotationOnBean(name, MultifrostWorker.class), name);
		String namespace = firstWithText(annotation.namespace(), this.properties.getWorker().namespace());
		return new WorkerBean(name, firstWithText(annotation.serviceId(), this.properties.getWorker().serviceId()),
				(namespace != null) ? namespace : Namespaces.DEFAULT);
	}

	private @Nullable String firstWithText(String own, @Nullable String general) {
		return Stream.of(this.beanFactory.resolveEmbeddedValue(own), general)
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse(null);
	}

	private ChildWorker build(List<WorkerBean> members, @Nullable String serviceId) {
		try {
			ChildWorkerBuilder builder = serving(members);
			WorkerSettingsMapper settings = new WorkerSettingsMapper(this.properties.getWorker());
			settings.applyTo(builder);
			this.beanFactory.getBeanProvider(JsonMapper.class).ifUnique(builder::jsonMapper);
			this.beanFactory.getBeanProvider(ValueConverter.class).orderedStream().forEach(builder::valueConverter);
			this.beanFactory.getBeanProvider(FunctionInterceptor.class).orderedStream().forEach(builder::interceptor);
			this.beanFactory.getBeanProvider(StreamAdapter.class).orderedStream().forEach(builder::streamAdapter);
			if (serviceId != null) {
				builder.serviceId(serviceId).registry(this.registry.get());
				settings.applyAddressTo(builder);
				this.properties.getSecurity().applyTo(this.properties.getRegistry().directory(), builder);
			}
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationException("Beans " + members.stream().map(WorkerBean::name).toList()
					+ " cannot be served "
					+ ((serviceId != null) ? "as service '" + serviceId + "'" : "to the parent of this application")
					+ ": " + ex.getMessage(), ACTION, ex);
		}
	}

	private ChildWorkerBuilder serving(List<WorkerBean> members) {
		WorkerBean first = members.get(0);
		Object target = this.beanFactory.getBean(first.name());
		ChildWorkerBuilder builder = ChildWorker.serving(target, userClass(target)).namespace(first.namespace());
		for (WorkerBean member : members.subList(1, members.size())) {
			Object bean = this.beanFactory.getBean(member.name());
			builder.and(bean, userClass(bean), member.namespace());
		}
		return builder;
	}

	private static Class<?> userClass(Object bean) {
		return ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
	}

	/**
	 * A bean whose functions are served.
	 *
	 * @param name the name of the bean
	 * @param serviceId the id of the service that it belongs to, or {@code null} if it
	 * belongs to none
	 * @param namespace the namespace of its functions
	 */
	private record WorkerBean(String name, @Nullable String serviceId, String namespace) {
	}

}

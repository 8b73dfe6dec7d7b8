package io.multifrost.spring.autoconfigure;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.multifrost.spring.MultifrostClient;

/**
 * Says why a client is missing: its worker is switched off, or its package is not
 * searched. Comes before the analyzer that knows missing beans in general.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingClientFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	private final Environment environment;

	private final BeanFactory beanFactory;

	MissingClientFailureAnalyzer(Environment environment, BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = (cause.getResolvableType() != null) ? cause.getResolvableType().resolve() : null;
		MultifrostClient client = (type != null) ? type.getAnnotation(MultifrostClient.class) : null;
		if (type == null || client == null || cause.getNumberOfBeansFound() > 0) {
			return null;
		}
		String missing = "Client " + type.getName() + " was asked for, but is not there: ";
		String optional = " Where the client may be missing, inject it as ObjectProvider<" + type.getSimpleName()
				+ "> or Optional<" + type.getSimpleName() + ">.";
		String worker = this.environment.resolvePlaceholders(client.value());
		if (!this.environment.getProperty("multifrost.enabled", Boolean.class, true)) {
			return new FailureAnalysis(missing + "multifrost.enabled is false.",
					"Remove multifrost.enabled=false." + optional, cause);
		}
		String enabled = ParentCommand.prefix(worker) + "enabled";
		if (!this.environment.getProperty(enabled, Boolean.class, true)) {
			return new FailureAnalysis(
					missing + "its worker '" + worker + "' is switched off by " + enabled + "=false.",
					"Set " + enabled + "=true." + optional, cause);
		}
		return new FailureAnalysis(missing + "its package is not one that is searched for clients. " + found(),
				"Add @EnableMultifrostClients(\"" + type.getPackageName() + "\") to a configuration class, or move the "
						+ "client beneath the package of the application.",
				cause);
	}

	private String found() {
		String clients = (this.beanFactory instanceof ListableBeanFactory beans)
				? Arrays.stream(beans.getBeanNamesForAnnotation(MultifrostClient.class))
					.map((bean) -> beans.getType(bean, false))
					.filter(Objects::nonNull)
					.map(Class::getName)
					.sorted()
					.collect(Collectors.joining(", "))
				: "";
		return clients.isEmpty() ? "No client was found." : "Clients that were found: " + clients + ".";
	}

}

package io.multifrost.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import io.multifrost.parent.ParentWorker;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;
import io.multifrost.spring.autoconfigure.properties.RelaxedNames;
import io.multifrost.spring.autoconfigure.properties.UnknownProperties;

/**
 * Registers a {@link ParentWorker} bean for each worker of the configuration that is not
 * switched off, and for each that a {@link MultifrostConnectionDetails} bean tells of.
 */
record ParentWorkersRegistrar(Environment environment,
		BeanFactory beanFactory) implements ImportBeanDefinitionRegistrar {

	/**
	 * The name of the bean that makes the workers.
	 */
	static final String FACTORY_BEAN = "multifrostParentWorkerFactory";

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		UnknownProperties.check(this.environment);
		MultifrostProperties properties = MultifrostProperties.of(this.environment);
		ConfigurableListableBeanFactory beanFactory = (ConfigurableListableBeanFactory) this.beanFactory;
		ConnectionDetailsBeans.expandSources(beanFactory, registry);
		Map<String, String> details = ConnectionDetailsBeans.find(beanFactory);
		Map<String, ParentProperties> parents = new LinkedHashMap<>(properties.getParents());
		details.keySet().forEach((name) -> parents.computeIfAbsent(name, (missing) -> ParentProperties.NONE));
		parents.forEach((name, parent) -> {
			checkName(name, parents);
			if (parent.enabled()) {
				register(name, definition(name, parent, details.get(name)), registry);
			}
		});
	}

	private static RootBeanDefinition definition(String name, ParentProperties parent, @Nullable String details) {
		RootBeanDefinition definition = new RootBeanDefinition(ParentWorker.class);
		definition.setFactoryBeanName(FACTORY_BEAN);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.setFactoryMethodName((details != null) ? "connect" : "create");
		if (details != null) {
			definition.getConstructorArgumentValues().addIndexedArgumentValue(1, new RuntimeBeanReference(details));
		}
		else if (parent.isConnected()) {
			ParentConnection.check(name, parent);
		}
		else {
			ParentCommand.check(name, parent);
		}
		return definition;
	}

	private static void checkName(String name, Map<String, ParentProperties> parents) {
		String other = RelaxedNames.otherSpelling(name, parents);
		if (other != null) {
			throw InvalidConfigurationException.ofParent(name,
					"'" + other + "' is the same name in another spelling, and each gets the properties of both",
					"Write the name in one way wherever it stands, or give one of the two workers another name");
		}
	}

	private static void register(String name, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		String beanName = registry.containsBeanDefinition(name) ? name + "ParentWorker" : name;
		registry.registerBeanDefinition(beanName, definition);
	}

}

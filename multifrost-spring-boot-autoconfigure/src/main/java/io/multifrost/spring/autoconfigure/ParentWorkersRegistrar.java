package io.multifrost.spring.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import io.multifrost.parent.ParentWorker;

/**
 * Registers a {@link ParentWorker} bean for each worker of the configuration that is not
 * switched off.
 */
class ParentWorkersRegistrar implements ImportBeanDefinitionRegistrar {

	/**
	 * The name of the bean that makes the workers.
	 */
	static final String FACTORY_BEAN = "multifrostParentWorkerFactory";

	private final Environment environment;

	ParentWorkersRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		MultifrostProperties properties = Binder.get(this.environment)
			.bind("multifrost", MultifrostProperties.class)
			.orElseGet(MultifrostProperties::new);
		properties.getParents().forEach((name, parent) -> {
			if (parent.isEnabled()) {
				check(name, parent);
				register(name, registry);
			}
		});
	}

	private static void check(String name, ParentProperties parent) {
		if (ParentConnection.isConfigured(parent)) {
			ParentConnection.check(name, parent);
		}
		else {
			ParentCommand.check(name, parent);
		}
	}

	private void register(String name, BeanDefinitionRegistry registry) {
		RootBeanDefinition definition = new RootBeanDefinition(ParentWorker.class);
		definition.setFactoryBeanName(FACTORY_BEAN);
		definition.setFactoryMethodName("create");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		String beanName = registry.containsBeanDefinition(name) ? name + "ParentWorker" : name;
		registry.registerBeanDefinition(beanName, definition);
	}

}

package io.multifrost.spring;

import java.beans.Introspector;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;

/**
 * Registers a bean for each {@link MultifrostClient} interface: those in the packages
 * that {@link EnableMultifrostClients} names or, imported by a class without that
 * annotation, in the packages of the application. Clients of a worker that is switched
 * off are left out. Not meant to be used by applications.
 *
 * @param environment what properties and placeholders are read from
 * @param resourceLoader finds and loads the interfaces
 * @param beanFactory knows the packages of the application
 */
public record MultifrostClientsRegistrar(Environment environment, ResourceLoader resourceLoader,
		BeanFactory beanFactory) implements ImportBeanDefinitionRegistrar {

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		if (!this.environment.getProperty("multifrost.enabled", Boolean.class, true)) {
			return;
		}
		MultifrostProperties properties = MultifrostProperties.of(this.environment);
		ClassPathScanningCandidateComponentProvider scanner = scanner();
		for (String basePackage : basePackages(importing)) {
			for (BeanDefinition candidate : scanner.findCandidateComponents(basePackage)) {
				Class<?> type = ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()),
						this.resourceLoader.getClassLoader());
				String worker = type.getAnnotation(MultifrostClient.class).value();
				if (properties.parent(this.environment.resolvePlaceholders(worker)).enabled()) {
					register(type, registry);
				}
			}
		}
	}

	/**
	 * Return what finds the types that are marked as clients, interfaces or not: what is
	 * wrong with one is said when its bean is made.
	 */
	private ClassPathScanningCandidateComponentProvider scanner() {
		var scanner = new ClassPathScanningCandidateComponentProvider(false, this.environment) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition candidate) {
				return candidate.getMetadata().isIndependent() && !candidate.getMetadata().isAnnotation();
			}

		};
		scanner.setResourceLoader(this.resourceLoader);
		scanner.addIncludeFilter(new AnnotationTypeFilter(MultifrostClient.class));
		return scanner;
	}

	private Set<String> basePackages(AnnotationMetadata importing) {
		AnnotationAttributes attributes = AnnotationAttributes
			.fromMap(importing.getAnnotationAttributes(EnableMultifrostClients.class.getName()));
		if (attributes == null) {
			return AutoConfigurationPackages.has(this.beanFactory)
					? new LinkedHashSet<>(AutoConfigurationPackages.get(this.beanFactory)) : Set.of();
		}
		Set<String> packages = new LinkedHashSet<>(List.of(attributes.getStringArray("basePackages")));
		for (Class<?> type : attributes.getClassArray("basePackageClasses")) {
			packages.add(ClassUtils.getPackageName(type));
		}
		return packages.isEmpty() ? Set.of(ClassUtils.getPackageName(importing.getClassName())) : packages;
	}

	private void register(Class<?> type, BeanDefinitionRegistry registry) {
		String name = Introspector.decapitalize(ClassUtils.getShortName(type));
		if (registry.containsBeanDefinition(name)
				&& !type.equals(registry.getBeanDefinition(name).getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE))) {
			name = type.getName();
		}
		if (registry.containsBeanDefinition(name)) {
			return; // found before, from another package
		}
		RootBeanDefinition definition = new RootBeanDefinition(MultifrostClientFactoryBean.class);
		definition.setTargetType(ResolvableType.forClassWithGenerics(MultifrostClientFactoryBean.class, type));
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
		registry.registerBeanDefinition(name, definition);
	}

}

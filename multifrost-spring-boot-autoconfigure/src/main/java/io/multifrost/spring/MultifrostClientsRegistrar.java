package io.multifrost.spring;

import java.beans.Introspector;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers a bean for each {@link MultifrostClient} interface: those in the packages
 * that {@link EnableMultifrostClients} names or, imported by a class without that
 * annotation, in the packages of the application. Clients of a worker that is switched
 * off are left out. Not meant to be used by applications.
 */
public final class MultifrostClientsRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final ResourceLoader resourceLoader;

	private final BeanFactory beanFactory;

	MultifrostClientsRegistrar(Environment environment, ResourceLoader resourceLoader, BeanFactory beanFactory) {
		this.environment = environment;
		this.resourceLoader = resourceLoader;
		this.beanFactory = beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		if (!this.environment.getProperty("multifrost.enabled", Boolean.class, true)) {
			return;
		}
		Map<String, Switch> parents = Binder.get(this.environment)
			.bind("multifrost.parents", Bindable.mapOf(String.class, Switch.class))
			.orElseGet(Map::of);
		ClientScanner scanner = new ClientScanner(this.environment, this.resourceLoader);
		for (String basePackage : basePackages(importing)) {
			for (BeanDefinition candidate : scanner.findCandidateComponents(basePackage)) {
				Class<?> type = ClassUtils.resolveClassName(String.valueOf(candidate.getBeanClassName()),
						this.resourceLoader.getClassLoader());
				String worker = type.getAnnotation(MultifrostClient.class).value();
				if (parents.getOrDefault(this.environment.resolvePlaceholders(worker), Switch.ON).enabled()) {
					register(type, registry);
				}
			}
		}
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
		if (registry.containsBeanDefinition(name)) {
			if (isDefinitionOf(type, registry.getBeanDefinition(name))) {
				return; // found before, from another package
			}
			name = type.getName();
			if (registry.containsBeanDefinition(name)) {
				return;
			}
		}
		RootBeanDefinition definition = new RootBeanDefinition(MultifrostClientFactoryBean.class);
		definition.setTargetType(ResolvableType.forClassWithGenerics(MultifrostClientFactoryBean.class, type));
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		registry.registerBeanDefinition(name, definition);
	}

	private static boolean isDefinitionOf(Class<?> type, BeanDefinition definition) {
		return type.equals(definition.getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE));
	}

	/**
	 * The one property of a worker that matters here, before there is any bean.
	 *
	 * @param enabled whether the worker exists
	 */
	record Switch(@DefaultValue("true") boolean enabled) {

		private static final Switch ON = new Switch(true);

	}

}

package io.multifrost.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image what is reached by reflection alone: the proxies of clients, the
 * functions of {@link MultifrostWorker} beans, and the types of arguments and results of
 * both; and the script that ends workers of a parent that was killed.
 */
class MultifrostHints implements BeanFactoryInitializationAotProcessor {

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public BeanFactoryInitializationAotContribution processAheadOfTime(ConfigurableListableBeanFactory beanFactory) {
		return (GenerationContext context, BeanFactoryInitializationCode code) -> {
			RuntimeHints hints = context.getRuntimeHints();
			hints.resources().registerPattern("io/multifrost/internal/process/watchdog.sh");
			for (String name : beanFactory.getBeanDefinitionNames()) {
				Class<?> client = client(beanFactory.getBeanDefinition(name));
				if (client != null) {
					hints.proxies().registerJdkProxy(client);
					register(hints, client.getMethods());
				}
			}
			for (String name : beanFactory.getBeanNamesForAnnotation(MultifrostWorker.class)) {
				Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : beanFactory.getType(name, false);
				if (type != null) {
					Class<?> worker = ClassUtils.getUserClass(type);
					register(hints, worker.getDeclaredMethods());
				}
			}
		};
	}

	private static @Nullable Class<?> client(BeanDefinition definition) {
		return (MultifrostClientFactoryBean.class.getName().equals(definition.getBeanClassName())
				&& definition.getAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE) instanceof Class<?> type) ? type : null;
	}

	private void register(RuntimeHints hints, Method[] methods) {
		for (Method method : methods) {
			if (!Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
				hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
				this.bindings.registerReflectionHints(hints.reflection(), method.getGenericReturnType());
				this.bindings.registerReflectionHints(hints.reflection(), method.getGenericParameterTypes());
			}
		}
	}

}

package io.multifrost.internal.serving;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells methods that were written to be called by others from those that a framework or
 * the JDK calls. Interfaces and annotations are known by name, since none of them need be
 * on the class path.
 */
final class OrdinaryMethods {

	private static final String SPRING = "org.springframework.";

	private static final Set<String> INTERFACES = Set.of("java.lang.AutoCloseable", "java.io.Closeable",
			"java.lang.Comparable", SPRING + "beans.factory.InitializingBean", SPRING + "beans.factory.DisposableBean",
			SPRING + "beans.factory.FactoryBean", SPRING + "beans.factory.SmartFactoryBean",
			SPRING + "beans.factory.SmartInitializingSingleton", SPRING + "context.Lifecycle",
			SPRING + "context.SmartLifecycle", SPRING + "context.Phased", SPRING + "core.Ordered",
			SPRING + "context.ApplicationListener", SPRING + "boot.ApplicationRunner",
			SPRING + "boot.CommandLineRunner");

	private static final Set<String> ANNOTATIONS = Set.of("jakarta.annotation.PostConstruct",
			"jakarta.annotation.PreDestroy", SPRING + "context.event.EventListener", SPRING + "context.annotation.Bean",
			SPRING + "scheduling.annotation.Scheduled", SPRING + "beans.factory.annotation.Autowired");

	private OrdinaryMethods() {
	}

	/**
	 * Return whether a public method counts as a function where none is marked as one.
	 * @param method the method
	 * @return whether it does
	 */
	static boolean isFunction(Method method) {
		return !isSetter(method) && !(method.getName().equals("clone") && method.getParameterCount() == 0)
				&& !isAnnotated(method) && !isOfFramework(method.getDeclaringClass(), method);
	}

	private static boolean isSetter(Method method) {
		String name = method.getName();
		return name.length() > 3 && name.startsWith("set") && Character.isUpperCase(name.charAt(3))
				&& method.getParameterCount() == 1 && method.getReturnType() == void.class;
	}

	private static boolean isAnnotated(Method method) {
		return Arrays.stream(method.getAnnotations())
			.anyMatch((annotation) -> ANNOTATIONS.contains(annotation.annotationType().getName()));
	}

	private static boolean isOfFramework(@Nullable Class<?> type, Method method) {
		if (type == null) {
			return false;
		}
		return (isFrameworkType(type) && declares(type, method))
				|| Arrays.stream(type.getInterfaces()).anyMatch((each) -> isOfFramework(each, method))
				|| isOfFramework(type.getSuperclass(), method);
	}

	private static boolean isFrameworkType(Class<?> type) {
		String name = type.getName();
		return INTERFACES.contains(name) || (name.startsWith(SPRING) && name.endsWith("Aware"));
	}

	/**
	 * Parameters are compared by their number: those of a generic interface are others in
	 * the class.
	 */
	private static boolean declares(Class<?> type, Method method) {
		return Arrays.stream(type.getDeclaredMethods())
			.anyMatch((declared) -> declared.getName().equals(method.getName())
					&& declared.getParameterCount() == method.getParameterCount());
	}

}

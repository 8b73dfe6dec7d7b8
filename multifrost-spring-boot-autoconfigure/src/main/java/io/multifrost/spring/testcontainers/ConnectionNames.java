package io.multifrost.spring.testcontainers;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * Reads the name of a {@code @ServiceConnection}. Spring Boot lets factories compare it,
 * but not read it, since its own know beforehand what they look for.
 */
final class ConnectionNames {

	private ConnectionNames() {
	}

	/**
	 * Return the name of a connection.
	 * @param source the container and its annotation
	 * @return the name, or {@code null} if it has none but that of its image
	 */
	static @Nullable String of(ContainerConnectionSource<?> source) {
		Method method = ReflectionUtils.findMethod(ContainerConnectionSource.class, "getConnectionName");
		if (method == null) {
			throw new IllegalStateException("This version of Spring Boot does not tell the name of "
					+ "@ServiceConnection: set multifrost.parents.<name>.endpoint with @DynamicPropertySource instead");
		}
		ReflectionUtils.makeAccessible(method);
		String name = (String) ReflectionUtils.invokeMethod(method, source);
		return (StringUtils.hasText(name) && name.indexOf('/') < 0) ? name : null;
	}

}

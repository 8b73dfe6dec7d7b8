package io.multifrost.spring.testcontainers;

import java.lang.reflect.Method;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.testcontainers.containers.GenericContainer;

import io.multifrost.spring.autoconfigure.MultifrostConnectionDetails;

/**
 * Takes a container with {@link ServiceConnection @ServiceConnection} for that of a
 * worker, whose name is that of the connection. Any name and image may be one, so that a
 * container which somebody else knows what to do with (Redis, a database) is left alone.
 */
class WorkerContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<GenericContainer<?>, WorkerContainers> {

	private static final Log logger = LogFactory.getLog(WorkerContainerConnectionDetailsFactory.class);

	private final WorkerContainers containers = new WorkerContainers();

	@Override
	protected boolean sourceAccepts(ContainerConnectionSource<GenericContainer<?>> source,
			Class<?> requiredContainerType, Class<?> requiredConnectionDetailsType) {
		// The type that applications know, in place of the one by which they get there
		return super.sourceAccepts(source, requiredContainerType, MultifrostConnectionDetails.class);
	}

	@Override
	protected @Nullable WorkerContainers getContainerConnectionDetails(
			ContainerConnectionSource<GenericContainer<?>> source) {
		String worker = nameOf(source);
		if (worker == null || isTakenByAnother(source)) {
			return null;
		}
		this.containers.add(source, worker, new WorkerContainerConnectionDetails(source));
		return this.containers;
	}

	/**
	 * Return the name of a connection. Spring Boot lets factories compare it, but not
	 * read it, since its own know beforehand what they look for.
	 * @param source the container and its annotation
	 * @return the name, or {@code null} if it has none but that of its image
	 */
	private static @Nullable String nameOf(ContainerConnectionSource<?> source) {
		Method method = ReflectionUtils.findMethod(ContainerConnectionSource.class, "getConnectionName");
		Assert.state(method != null, "This version of Spring Boot does not tell the name of @ServiceConnection: "
				+ "set multifrost.parents.<name>.endpoint with @DynamicPropertySource instead");
		ReflectionUtils.makeAccessible(method);
		String name = (String) ReflectionUtils.invokeMethod(method, source);
		return (StringUtils.hasText(name) && name.indexOf('/') < 0) ? name : null;
	}

	@SuppressWarnings({ "rawtypes", "unchecked" })
	private static boolean isTakenByAnother(ContainerConnectionSource<GenericContainer<?>> source) {
		List<ConnectionDetailsFactory> factories = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(ConnectionDetailsFactory.class, FailureHandler.logging(logger));
		for (ConnectionDetailsFactory factory : factories) {
			if (!(factory instanceof WorkerContainerConnectionDetailsFactory) && isForContainers(factory)
					&& factory.getConnectionDetails(source) != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Where a class that the factory is declared with is missing, its type is not known,
	 * and Spring Boot does not use it either.
	 */
	private static boolean isForContainers(ConnectionDetailsFactory<?, ?> factory) {
		Class<?> source = ResolvableType.forClass(ConnectionDetailsFactory.class, factory.getClass()).resolveGeneric(0);
		return source == ContainerConnectionSource.class;
	}

	/**
	 * Where the worker in a container is.
	 */
	static final class WorkerContainerConnectionDetails extends ContainerConnectionDetails<GenericContainer<?>>
			implements MultifrostConnectionDetails {

		private WorkerContainerConnectionDetails(ContainerConnectionSource<GenericContainer<?>> source) {
			super(source);
		}

		@Override
		public String getEndpoint() {
			GenericContainer<?> container = getContainer();
			List<Integer> ports = container.getExposedPorts();
			Assert.state(!ports.isEmpty(), () -> "The container of a worker (" + getOrigin()
					+ ") exposes no port: name the one at which the worker listens with withExposedPorts");
			return "tcp://" + container.getHost() + ":" + container.getMappedPort(ports.get(0));
		}

	}

}

package io.multifrost.spring.autoconfigure;

import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.ValueConverter;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.ProgressListener;
import io.multifrost.parent.ReturnAdapter;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.properties.InvalidConfigurationException;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * Makes the {@link ParentWorker} beans of the workers in the configuration.
 */
record ParentWorkerFactory(MultifrostProperties properties, Environment environment, BeanFactory beanFactory) {

	/**
	 * Make a worker of the configuration, without starting it.
	 * @param name the name of the worker
	 * @return the worker
	 */
	ParentWorker create(String name) {
		ParentProperties parent = this.properties.parent(name);
		new VariableNames(this.environment).restore(name, parent.environment());
		boolean connected = parent.isConnected();
		ParentWorkerBuilder builder = connected
				? ParentConnection.builder(name, parent, () -> this.beanFactory.getBean(ServiceRegistry.class))
				: ParentCommand.builder(name, parent, this.properties.getPython());
		if (connected) {
			this.properties.getSecurity()
				.applyTo(name, parent.serverKey(), this.properties.getRegistry().directory(), builder);
		}
		else if (parent.serverKey() != null) {
			throw InvalidConfigurationException.ofParent(name,
					"it has a server-key, which goes with a service, and is started by this application",
					"Remove multifrost.parents." + name + ".server-key: what is started is told a secret of its own");
		}
		ParentSettingsMapper settings = new ParentSettingsMapper(name, this.properties);
		settings.applyTo(builder);
		settings.applyRestartTo(builder, connected);
		return build(name, builder);
	}

	/**
	 * Make a worker that runs by itself, without connecting to it. It may take the place
	 * of one that the configuration starts, so that what that says of restarts does not
	 * matter.
	 * @param name the name of the worker
	 * @param details where it is
	 * @return the worker
	 */
	ParentWorker connect(String name, MultifrostConnectionDetails details) {
		ParentWorkerBuilder builder = ParentConnection.builder(name, details);
		new ParentSettingsMapper(name, this.properties).applyTo(builder);
		return build(name, builder);
	}

	/**
	 * Make a worker of which only its builder says what it is.
	 * @param name the name of the worker
	 * @param builder says the rest
	 * @return the worker
	 */
	ParentWorker build(String name, ParentWorkerBuilder builder) {
		builder.name(name);
		builder.zone(this.properties.zone(this.environment));
		this.beanFactory.getBeanProvider(JsonMapper.class).ifUnique(builder::jsonMapper);
		ordered(ValueConverter.class).forEach(builder::valueConverter);
		ordered(ParentWorkerListener.class).forEach(builder::listener);
		ordered(ProgressListener.class).forEach(builder::progressListener);
		ordered(CallInterceptor.class).forEach(builder::interceptor);
		ordered(ReturnAdapter.class).forEach(builder::returnAdapter);
		ordered(ParentWorkerCustomizer.class).forEach((customizer) -> customizer.customize(name, builder));
		return builder.build();
	}

	private <T> Stream<T> ordered(Class<T> type) {
		return this.beanFactory.getBeanProvider(type).orderedStream();
	}

}

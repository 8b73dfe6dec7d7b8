package io.multifrost.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.ReturnAdapter;
import io.multifrost.registry.ServiceRegistry;
import io.multifrost.spring.autoconfigure.properties.MultifrostProperties;
import io.multifrost.spring.autoconfigure.properties.ParentProperties;

/**
 * Makes the {@link ParentWorker} beans of the workers in the configuration.
 */
class ParentWorkerFactory {

	private final MultifrostProperties properties;

	private final VariableNames variableNames;

	private final ObjectProvider<ServiceRegistry> registry;

	private final ObjectProvider<ParentWorkerListener> listeners;

	private final ObjectProvider<CallInterceptor> interceptors;

	private final ObjectProvider<ReturnAdapter> returnAdapters;

	private final ObjectProvider<ParentWorkerCustomizer> customizers;

	private final ObjectProvider<JsonMapper> mapper;

	ParentWorkerFactory(MultifrostProperties properties, Environment environment,
			ObjectProvider<ServiceRegistry> registry, ObjectProvider<ParentWorkerListener> listeners,
			ObjectProvider<CallInterceptor> interceptors, ObjectProvider<ReturnAdapter> returnAdapters,
			ObjectProvider<ParentWorkerCustomizer> customizers, ObjectProvider<JsonMapper> mapper) {
		this.properties = properties;
		this.variableNames = new VariableNames(environment);
		this.registry = registry;
		this.listeners = listeners;
		this.interceptors = interceptors;
		this.returnAdapters = returnAdapters;
		this.customizers = customizers;
		this.mapper = mapper;
	}

	/**
	 * Make a worker of the configuration, without starting it.
	 * @param name the name of the worker
	 * @return the worker
	 */
	ParentWorker create(String name) {
		ParentProperties parent = this.properties.parent(name);
		this.variableNames.restore(name, parent.environment());
		boolean connected = ParentConnection.isConfigured(parent);
		ParentWorkerBuilder builder = connected ? ParentConnection.builder(name, parent, this.registry::getObject)
				: ParentCommand.builder(name, parent);
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

	private ParentWorker build(String name, ParentWorkerBuilder builder) {
		builder.name(name);
		this.mapper.ifUnique(builder::jsonMapper);
		this.listeners.orderedStream().forEach(builder::listener);
		this.interceptors.orderedStream().forEach(builder::interceptor);
		this.returnAdapters.orderedStream().forEach(builder::returnAdapter);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(name, builder));
		return builder.build();
	}

}

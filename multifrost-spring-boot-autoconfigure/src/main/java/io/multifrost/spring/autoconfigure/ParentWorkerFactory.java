package io.multifrost.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

import io.multifrost.CodecLimits;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.Recycling;
import io.multifrost.parent.RestartPolicy;
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
		this.variableNames.restore(name, parent.getEnvironment());
		boolean connected = ParentConnection.isConfigured(parent);
		ParentWorkerBuilder builder = connected ? ParentConnection.builder(name, parent, this.registry::getObject)
				: ParentCommand.builder(name, parent);
		ParentSettingsMapper defaults = defaults();
		ParentSettingsMapper own = new ParentSettingsMapper(ParentCommand.prefix(name), parent);
		apply(defaults, own, builder);
		RestartPolicy policy = own.supervision().policy(defaults.supervision().policy(RestartPolicy.DEFAULTS));
		if (own.supervision().autoRestart(this.properties.getDefaults().getAutoRestart(), connected)) {
			builder.restartPolicy(policy);
		}
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
		apply(defaults(), new ParentSettingsMapper(ParentCommand.prefix(name), this.properties.parent(name)), builder);
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

	private ParentSettingsMapper defaults() {
		return new ParentSettingsMapper("multifrost.defaults.", this.properties.getDefaults());
	}

	/**
	 * Apply the defaults for all workers first, and then what the worker says itself.
	 */
	private static void apply(ParentSettingsMapper defaults, ParentSettingsMapper own, ParentWorkerBuilder builder) {
		defaults.applyTo(builder);
		own.applyTo(builder);
		builder.heartbeat(own.heartbeat(defaults.heartbeat(HeartbeatSettings.DEFAULTS)));
		builder.limits(own.limits(defaults.limits(CodecLimits.DEFAULTS)));
		builder.recycling(own.supervision().recycling(defaults.supervision().recycling(Recycling.NONE)));
	}

}

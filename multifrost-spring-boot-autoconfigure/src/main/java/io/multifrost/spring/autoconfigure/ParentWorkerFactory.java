package io.multifrost.spring.autoconfigure;

import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;

import io.multifrost.message.CodecLimits;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.HeartbeatSettings;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.Recycling;
import io.multifrost.parent.RestartPolicy;
import io.multifrost.parent.ReturnAdapter;
import io.multifrost.registry.ServiceRegistry;

/**
 * Makes the {@link ParentWorker} beans of the workers in the configuration.
 */
class ParentWorkerFactory {

	private final MultifrostProperties properties;

	private final ObjectProvider<ServiceRegistry> registry;

	private final ObjectProvider<ParentWorkerListener> listeners;

	private final ObjectProvider<CallInterceptor> interceptors;

	private final ObjectProvider<ReturnAdapter> returnAdapters;

	private final ObjectProvider<ParentWorkerCustomizer> customizers;

	ParentWorkerFactory(MultifrostProperties properties, ObjectProvider<ServiceRegistry> registry,
			ObjectProvider<ParentWorkerListener> listeners, ObjectProvider<CallInterceptor> interceptors,
			ObjectProvider<ReturnAdapter> returnAdapters, ObjectProvider<ParentWorkerCustomizer> customizers) {
		this.properties = properties;
		this.registry = registry;
		this.listeners = listeners;
		this.interceptors = interceptors;
		this.returnAdapters = returnAdapters;
		this.customizers = customizers;
	}

	/**
	 * Make a worker, without starting it.
	 * @param name the name of the worker in the configuration
	 * @return the worker
	 */
	ParentWorker create(String name) {
		ParentProperties parent = Objects.requireNonNull(this.properties.getParents().get(name), name);
		ParentWorkerBuilder builder = ParentConnection.isConfigured(parent)
				? ParentConnection.builder(name, parent, this.registry::getObject)
				: ParentCommand.builder(name, parent);
		builder.name(name);
		applyLevels(name, parent, builder);
		this.listeners.orderedStream().forEach(builder::listener);
		this.interceptors.orderedStream().forEach(builder::interceptor);
		this.returnAdapters.orderedStream().forEach(builder::returnAdapter);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(name, builder));
		return builder.build();
	}

	/**
	 * Apply the defaults for all workers first, and then what the worker says itself.
	 */
	private void applyLevels(String name, ParentProperties parent, ParentWorkerBuilder builder) {
		ParentSettingsMapper defaults = new ParentSettingsMapper("multifrost.defaults.", this.properties.getDefaults());
		ParentSettingsMapper own = new ParentSettingsMapper(ParentCommand.prefix(name), parent);
		defaults.applyTo(builder);
		own.applyTo(builder);
		builder.heartbeat(own.heartbeat(defaults.heartbeat(HeartbeatSettings.DEFAULTS)));
		builder.limits(own.limits(defaults.limits(CodecLimits.DEFAULTS)));
		builder.recycling(own.supervision().recycling(defaults.supervision().recycling(Recycling.NONE)));
		RestartPolicy policy = own.supervision().policy(defaults.supervision().policy(RestartPolicy.DEFAULTS));
		if (own.supervision()
			.autoRestart(this.properties.getDefaults().getAutoRestart(), ParentConnection.isConfigured(parent))) {
			builder.restartPolicy(policy);
		}
	}

}

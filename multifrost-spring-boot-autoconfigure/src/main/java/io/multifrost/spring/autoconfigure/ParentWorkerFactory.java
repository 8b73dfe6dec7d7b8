package io.multifrost.spring.autoconfigure;

import java.nio.file.Path;
import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.PropertyMapper;

import io.multifrost.message.CodecLimits;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;
import io.multifrost.parent.ParentWorkerListener;
import io.multifrost.parent.ReturnAdapter;

/**
 * Makes the {@link ParentWorker} beans of the workers in the configuration.
 */
class ParentWorkerFactory {

	private final MultifrostProperties properties;

	private final ObjectProvider<ParentWorkerListener> listeners;

	private final ObjectProvider<CallInterceptor> interceptors;

	private final ObjectProvider<ReturnAdapter> returnAdapters;

	private final ObjectProvider<ParentWorkerCustomizer> customizers;

	ParentWorkerFactory(MultifrostProperties properties, ObjectProvider<ParentWorkerListener> listeners,
			ObjectProvider<CallInterceptor> interceptors, ObjectProvider<ReturnAdapter> returnAdapters,
			ObjectProvider<ParentWorkerCustomizer> customizers) {
		this.properties = properties;
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
		ParentWorkerBuilder builder = ParentCommand.builder(name, parent).name(name);
		builder.arguments(parent.getArguments().toArray(String[]::new));
		parent.getEnvironment().forEach(builder::environment);
		PropertyMapper map = PropertyMapper.get();
		map.from(parent::getDirectory).whenHasText().as(Path::of).to(builder::directory);
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
		builder.limits(own.limits(defaults.limits(CodecLimits.DEFAULTS)));
	}

}

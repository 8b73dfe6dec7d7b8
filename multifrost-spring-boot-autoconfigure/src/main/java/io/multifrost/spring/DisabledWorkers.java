package io.multifrost.spring;

import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Knows which workers are configured but switched off, before there is any bean.
 */
final class DisabledWorkers {

	private final Map<String, Switch> parents;

	DisabledWorkers(Environment environment) {
		this.parents = Binder.get(environment)
			.bind("multifrost.parents", Bindable.mapOf(String.class, Switch.class))
			.orElseGet(Map::of);
	}

	boolean contains(String name) {
		Switch parent = this.parents.get(name);
		return parent != null && !parent.enabled();
	}

	/**
	 * The one property of a worker that matters here.
	 *
	 * @param enabled whether the worker exists
	 */
	record Switch(@DefaultValue("true") boolean enabled) {
	}

}

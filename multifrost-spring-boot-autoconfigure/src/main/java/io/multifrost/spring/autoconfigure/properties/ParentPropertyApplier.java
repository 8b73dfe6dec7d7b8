package io.multifrost.spring.autoconfigure.properties;

import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Hands on the defaults for all workers first, and then what a worker says itself.
 *
 * @param defaults hands on the defaults alone
 * @param own hands on the worker's own values alone
 */
public record ParentPropertyApplier(PropertyApplier defaults, PropertyApplier own) {

	/**
	 * Create an applier.
	 * @param worker the name of the worker
	 */
	public ParentPropertyApplier(String worker) {
		this(new PropertyApplier("multifrost.defaults."), new PropertyApplier("multifrost.parents." + worker + "."));
	}

	/**
	 * Hand a value on.
	 * @param <T> the type of the value
	 * @param name the name of the property
	 * @param general the default
	 * @param own what the worker says, or {@code null}
	 * @param target where it is set
	 */
	public <T> void apply(String name, @Nullable T general, @Nullable T own, Consumer<T> target) {
		this.defaults.apply(name, general, target);
		this.own.apply(name, own, target);
	}

	/**
	 * Hand a value on to settings that cannot be changed themselves.
	 * @param <S> the type of the settings
	 * @param <T> the type of the value
	 * @param settings the settings
	 * @param name the name of the property
	 * @param general the default
	 * @param own what the worker says, or {@code null}
	 * @param change makes settings with the value of those without
	 * @return the settings with the value
	 */
	public <S, T> S change(S settings, String name, T general, @Nullable T own, BiFunction<S, T, S> change) {
		return this.own.change(this.defaults.change(settings, name, general, change), name, own, change);
	}

}

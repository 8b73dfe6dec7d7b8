package io.multifrost.internal.supervision;

import org.jspecify.annotations.Nullable;

import io.multifrost.internal.discovery.InstanceSource;

/**
 * What a parent reaches: a process that it spawns, a service, or addresses.
 */
public sealed interface Target permits SpawnTarget, ServiceTarget, AddressTarget {

	/**
	 * Return the name of a worker that was given none.
	 * @return the name
	 */
	String defaultName();

	/**
	 * Return what makes the lives of an instance of the worker. Later changes to this
	 * target do not reach it.
	 * @param context the instance
	 * @return the factory
	 */
	GenerationFactory generations(InstanceContext context);

	/**
	 * Return what names the instances, where they come and go by themselves.
	 * @return the source, or {@code null} where as many as are configured look for the
	 * one that there is
	 */
	default @Nullable InstanceSource source() {
		return null;
	}

	/**
	 * Makes the lives of one instance, one after another.
	 */
	interface GenerationFactory {

		/**
		 * Make a life that is not started yet.
		 * @param recovery whether an earlier life was lost
		 * @param listener who is told of its end
		 * @return the life
		 */
		Generation create(boolean recovery, Generation.Listener listener);

	}

}

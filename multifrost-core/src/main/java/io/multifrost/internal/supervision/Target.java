package io.multifrost.internal.supervision;

/**
 * What a parent reaches: a process that it spawns, a service, or an address.
 */
public sealed interface Target permits SpawnTarget, ServiceTarget, EndpointTarget {

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

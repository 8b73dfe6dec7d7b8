package io.multifrost.parent;

import io.multifrost.message.MessageCodec;

/**
 * What a parent reaches: a process that it spawns, a service, or an address.
 */
sealed interface Target permits SpawnTarget, ServiceTarget, EndpointTarget {

	/**
	 * Return the name of a worker that was given none.
	 * @return the name
	 */
	String defaultName();

	/**
	 * Return what makes the lives of the worker.
	 * @param settings the settings of the worker
	 * @param codec the codec
	 * @param notifier who is told of output
	 * @return the factory
	 */
	GenerationFactory generations(ParentSettings settings, MessageCodec codec, Notifier notifier);

	/**
	 * Return a copy that later changes to the builder do not reach.
	 * @return the copy
	 */
	Target copy();

}

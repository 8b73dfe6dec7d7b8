package io.multifrost.spring.autoconfigure;

import io.multifrost.parent.ParentWorkerBuilder;

/**
 * Changes what is built for a worker, after its properties have been applied. Beans of
 * this type are asked for every worker, in order.
 */
@FunctionalInterface
public interface ParentWorkerCustomizer {

	/**
	 * Customize a worker.
	 * @param name the name of the worker
	 * @param builder the builder of the worker
	 */
	void customize(String name, ParentWorkerBuilder builder);

}

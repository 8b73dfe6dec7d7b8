package io.multifrost.spring;

import io.multifrost.parent.ParentWorker;

/**
 * Is told when the application gets a worker while it runs, or no longer has one. Beans
 * of this type are found by themselves.
 */
public interface ParentWorkersListener {

	/**
	 * A worker was added, and not started yet.
	 * @param worker the worker
	 */
	default void onAdded(ParentWorker worker) {
	}

	/**
	 * A worker was removed, and has been stopped.
	 * @param worker the worker
	 */
	default void onRemoved(ParentWorker worker) {
	}

}

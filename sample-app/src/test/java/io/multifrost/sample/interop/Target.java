package io.multifrost.sample.interop;

import io.multifrost.parent.ParentWorker;
import io.multifrost.parent.ParentWorkerBuilder;

/**
 * A worker to call, in one of the two modes.
 */
interface Target {

	/**
	 * Prepare a parent of the worker, which may be started or connected to more than
	 * once.
	 */
	ParentWorkerBuilder parent();

	/**
	 * End the worker gracefully, and check that it is left or ends as it should.
	 * @param worker its parent, which is closed
	 */
	void stop(ParentWorker worker) throws Exception;

}

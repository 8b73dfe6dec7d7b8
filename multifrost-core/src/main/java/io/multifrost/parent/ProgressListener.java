package io.multifrost.parent;

/**
 * Is told how far the calls of a worker are, where their functions report it. As long as
 * it is busy, the newest report of each call waits for it, and older ones are left out.
 */
@FunctionalInterface
public interface ProgressListener {

	/**
	 * A function has reported how far it is. Called on the callback executor, the reports
	 * of one worker one at a time; the last one of a call may be told after the call has
	 * ended. What it throws is logged.
	 * @param worker the name of the worker
	 * @param progress the report
	 */
	void onProgress(String worker, CallProgress progress);

}

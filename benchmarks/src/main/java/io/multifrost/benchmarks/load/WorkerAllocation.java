package io.multifrost.benchmarks.load;

/**
 * Asks a worker for what it allocates.
 */
public interface WorkerAllocation {

	/**
	 * A worker that cannot tell.
	 */
	WorkerAllocation UNKNOWN = new WorkerAllocation() {

		@Override
		public void mark() {
		}

		@Override
		public long sinceMark() {
			return -1;
		}

	};

	/**
	 * Begin an interval.
	 */
	void mark();

	/**
	 * Return what was allocated since the interval began.
	 * @return a number of bytes, negative if it is not known
	 */
	long sinceMark();

}

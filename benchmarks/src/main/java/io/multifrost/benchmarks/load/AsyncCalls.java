package io.multifrost.benchmarks.load;

/**
 * Calls that do not wait. Safe for use by any number of threads.
 */
public interface AsyncCalls {

	/**
	 * Call {@code add}.
	 * @param a one number
	 * @param b another
	 * @param reply is told the answer, on whatever thread
	 */
	void add(long a, long b, Reply reply);

	/**
	 * Is told how a call ended.
	 */
	interface Reply {

		/**
		 * Take the answer.
		 * @param sum what the worker answered
		 */
		void result(long sum);

		/**
		 * Take the failure.
		 * @param failure why there is no answer
		 */
		void failed(Throwable failure);

	}

}

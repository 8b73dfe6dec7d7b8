package io.multifrost.child;

import org.jspecify.annotations.Nullable;

/**
 * Stands around each function that a {@link ChildWorker} runs, on the thread that runs
 * it. May be called by several threads at once.
 */
@FunctionalInterface
public interface FunctionInterceptor {

	/**
	 * Run the function, and what belongs before and after it.
	 * @param call what came along with the call
	 * @param invocation runs the function, and the interceptors within this one
	 * @return what the function returned, which can be a stage that is not completed yet
	 * @throws Throwable what the function threw. Whatever is thrown is its caller's to
	 * know, in place of the result as well, so that an interceptor can refuse one; an
	 * interceptor that only watches has to keep its own failures to itself
	 */
	@Nullable Object intercept(CallContext call, Invocation invocation) throws Throwable;

	/**
	 * The rest of the way to a function.
	 */
	@FunctionalInterface
	interface Invocation {

		/**
		 * Run the function.
		 * @return what it returned
		 * @throws Throwable what it threw
		 */
		@Nullable Object proceed() throws Throwable;

	}

}

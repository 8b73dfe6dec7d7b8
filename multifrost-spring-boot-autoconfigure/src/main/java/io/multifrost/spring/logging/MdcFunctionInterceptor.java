package io.multifrost.spring.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.child.StreamFollower;
import io.multifrost.spring.calls.FunctionEnd;

/**
 * Gives what functions log the name of the worker and the id by which their caller
 * correlates what belongs together. Where a result is a stream, what makes its items has
 * them as well. They do not follow a function to threads of its own.
 *
 * @param worker the name of the worker
 */
public record MdcFunctionInterceptor(String worker) implements FunctionInterceptor {

	/**
	 * The key of the worker's name.
	 */
	public static final String WORKER = "multifrost.worker";

	/**
	 * The key of the caller's correlation id.
	 */
	public static final String CORRELATION_ID = "correlation_id";

	@Override
	public @Nullable Object intercept(CallContext call, Invocation invocation) throws Throwable {
		enter(call);
		try {
			Object result = invocation.proceed();
			FunctionEnd.follows(call, result, new StreamFollower() {

				@Override
				public Runnable enter() {
					MdcFunctionInterceptor.this.enter(call);
					return MdcFunctionInterceptor::leave;
				}

				@Override
				public void ended(@Nullable Throwable failure) {
					// Nothing is left.
				}

			});
			return result;
		}
		finally {
			leave();
		}
	}

	private void enter(CallContext call) {
		MDC.put(WORKER, this.worker);
		if (call.correlationId() != null) {
			MDC.put(CORRELATION_ID, call.correlationId());
		}
	}

	private static void leave() {
		MDC.remove(WORKER);
		MDC.remove(CORRELATION_ID);
	}

}

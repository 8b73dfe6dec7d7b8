package io.multifrost.spring.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor;

/**
 * Gives what functions log the name of the worker and the id by which their caller
 * correlates what belongs together. It does not follow a function to other threads.
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
		MDC.put(WORKER, this.worker);
		if (call.correlationId() != null) {
			MDC.put(CORRELATION_ID, call.correlationId());
		}
		try {
			return invocation.proceed();
		}
		finally {
			MDC.remove(WORKER);
			MDC.remove(CORRELATION_ID);
		}
	}

}

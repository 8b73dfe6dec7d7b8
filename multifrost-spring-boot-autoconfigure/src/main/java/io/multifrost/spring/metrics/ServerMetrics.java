package io.multifrost.spring.metrics;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.spring.metrics.CallTimers.FunctionTimers;

/**
 * Times the functions that this application serves, from their begin to their result,
 * which can come later than they return.
 */
public final class ServerMetrics implements FunctionInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(ServerMetrics.class);

	private final CallTimers timers;

	private final AtomicInteger active = new AtomicInteger();

	/**
	 * Create an interceptor.
	 * @param registry where the meters are registered
	 */
	public ServerMetrics(MeterRegistry registry) {
		this.timers = new CallTimers(registry, MeterName.SERVER_CALLS, Tags.empty(), (failure) -> "ERROR");
		Gauge.builder(MeterName.SERVER_ACTIVE.id(), this.active, AtomicInteger::get)
			.description(MeterName.SERVER_ACTIVE.description())
			.baseUnit("calls")
			.register(registry);
	}

	@Override
	public @Nullable Object intercept(CallContext call, Invocation invocation) throws Throwable {
		FunctionTimers function = this.timers.of(call.namespace(), call.function());
		this.active.incrementAndGet();
		long began = System.nanoTime();
		Object result;
		try {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			end(function, began, ex);
			throw ex;
		}
		if (result instanceof CompletionStage<?> stage) {
			return stage.whenComplete((value, failure) -> end(function, began, failure));
		}
		end(function, began, null);
		return result;
	}

	private void end(FunctionTimers function, long began, @Nullable Throwable thrown) {
		this.active.decrementAndGet();
		Throwable failure = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		try {
			function.of(failure).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
		}
		catch (RuntimeException | Error ex) {
			// The function's own end stands.
			logger.error("A timer could not be told how a function ended", ex);
		}
	}

}

package io.multifrost.spring.metrics;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.spring.calls.FunctionEnd;
import io.multifrost.spring.metrics.CallTimers.FunctionTimers;

/**
 * Times the functions that this application serves, from their begin to their result,
 * which can come later than they return, or to the last item of a stream.
 */
public final class ServerMetrics implements FunctionInterceptor {

	private final CallTimers timers;

	private final AtomicInteger active = new AtomicInteger();

	/**
	 * Create an interceptor.
	 * @param registry where the meters are registered
	 */
	public ServerMetrics(MeterRegistry registry) {
		this.timers = new CallTimers(registry, MeterName.SERVER_CALLS, Tags.empty(),
				(failure) -> (failure instanceof CancellationException) ? "CANCELLED" : "ERROR");
		MeterName.SERVER_ACTIVE.gauge(registry, this.active, AtomicInteger::get);
	}

	@Override
	public @Nullable Object intercept(CallContext call, Invocation invocation) throws Throwable {
		FunctionTimers function = this.timers.of(call.namespace(), call.function());
		this.active.incrementAndGet();
		long began = System.nanoTime();
		return FunctionEnd.follow(call, invocation, (failure) -> {
			this.active.decrementAndGet();
			function.of(failure).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
		});
	}

}

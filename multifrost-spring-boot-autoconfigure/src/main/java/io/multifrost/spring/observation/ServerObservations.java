package io.multifrost.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor;
import io.multifrost.child.StreamFollower;
import io.multifrost.spring.calls.FunctionEnd;

/**
 * Observes the functions that this application serves. The observation is the current one
 * on the function's thread, so that what it logs and calls belongs to the caller's trace.
 *
 * @param registry where observations are handled
 * @param convention names them, or {@code null} for the default
 */
public record ServerObservations(ObservationRegistry registry,
		@Nullable MultifrostServerObservationConvention convention) implements FunctionInterceptor {

	private static final MultifrostServerObservationConvention DEFAULT_CONVENTION = new DefaultMultifrostServerObservationConvention();

	@Override
	@SuppressWarnings("try") // The scope is there to be closed.
	public @Nullable Object intercept(CallContext call, Invocation invocation) throws Throwable {
		if (this.registry.isNoop()) {
			return invocation.proceed();
		}
		Observation observation = Observation
			.createNotStarted(this.convention, DEFAULT_CONVENTION, () -> new MultifrostServerContext(call),
					this.registry)
			.start();
		return FunctionEnd.follow(call, () -> {
			try (Observation.Scope scope = observation.openScope()) {
				return invocation.proceed();
			}
		}, new ObservedItems(observation));
	}

	/**
	 * What makes the items of a stream belongs to the function as well.
	 *
	 * @param observation the observation of the function
	 */
	private record ObservedItems(Observation observation) implements StreamFollower {

		@Override
		public Runnable enter() {
			return this.observation.openScope()::close;
		}

		@Override
		public void ended(@Nullable Throwable failure) {
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.stop();
		}

	}

}

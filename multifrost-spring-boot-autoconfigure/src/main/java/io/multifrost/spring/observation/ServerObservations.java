package io.multifrost.spring.observation;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.multifrost.child.CallContext;
import io.multifrost.child.FunctionInterceptor;

/**
 * Observes the functions that this application serves. The observation is the current one
 * on the function's thread, so that what it logs and calls belongs to the caller's trace.
 */
public final class ServerObservations implements FunctionInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(ServerObservations.class);

	private static final MultifrostServerObservationConvention DEFAULT_CONVENTION = new DefaultMultifrostServerObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable MultifrostServerObservationConvention convention;

	/**
	 * Create an interceptor.
	 * @param registry where observations are handled
	 * @param convention names them, or {@code null} for the default
	 */
	public ServerObservations(ObservationRegistry registry,
			@Nullable MultifrostServerObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

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
		Object result;
		try (Observation.Scope scope = observation.openScope()) {
			result = invocation.proceed();
		}
		catch (Throwable ex) {
			stop(observation, ex);
			throw ex;
		}
		if (result instanceof CompletionStage<?> stage) {
			return stage.whenComplete((value, failure) -> stop(observation, failure));
		}
		stop(observation, null);
		return result;
	}

	private static void stop(Observation observation, @Nullable Throwable thrown) {
		Throwable failure = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		try {
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		}
		catch (RuntimeException | Error ex) {
			// The function's own end stands.
			logger.error("An observation could not be told how a function ended", ex);
		}
	}

}

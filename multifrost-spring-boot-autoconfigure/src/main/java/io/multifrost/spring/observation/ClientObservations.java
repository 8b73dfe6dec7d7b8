package io.multifrost.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.ContextView;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

import io.multifrost.child.CallContext;
import io.multifrost.parent.CallInterceptor;
import io.multifrost.parent.OutgoingCall;

/**
 * Observes calls to workers, and tells workers by the calls' metadata what they belong
 * to.
 *
 * @param registry where observations are handled
 * @param convention names them, or {@code null} for the default
 */
public record ClientObservations(ObservationRegistry registry,
		@Nullable MultifrostClientObservationConvention convention) implements CallInterceptor {

	private static final MultifrostClientObservationConvention DEFAULT_CONVENTION = new DefaultMultifrostClientObservationConvention();

	private static final String CORRELATION_ID = "correlation_id";

	private static final String PARENT_REQUEST_ID = "parent_request_id";

	private static final String TRACE_PARENT = "traceparent";

	private static final int TRACE_ID_BEGIN = 3;

	private static final int TRACE_ID_END = 35;

	@Override
	public Completion before(OutgoingCall call) {
		if (this.registry.isNoop()) {
			return Completion.NONE;
		}
		CallContext served = servedCall();
		Observation observation = Observation
			.createNotStarted(this.convention, DEFAULT_CONVENTION, () -> new MultifrostClientContext(call),
					this.registry)
			.start();
		correlate(call, served);
		return (failure) -> {
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		};
	}

	/**
	 * Return the call whose function makes this call, if there is one.
	 */
	private @Nullable CallContext servedCall() {
		ObservationView observation = this.registry.getCurrentObservation();
		while (observation != null) {
			ContextView context = observation.getContextView();
			if (context instanceof MultifrostServerContext server) {
				return server.getCall();
			}
			observation = context.getParentObservation();
		}
		return null;
	}

	/**
	 * Fill the metadata that all implementations know. What the caller has set stays.
	 */
	private static void correlate(OutgoingCall call, @Nullable CallContext served) {
		String correlation = (served != null) ? served.correlationId() : null;
		if (correlation == null && call.metadata().get(TRACE_PARENT) instanceof String parent
				&& parent.length() >= TRACE_ID_END) {
			correlation = parent.substring(TRACE_ID_BEGIN, TRACE_ID_END);
		}
		putIfAbsent(call, CORRELATION_ID, correlation);
		putIfAbsent(call, PARENT_REQUEST_ID, (served != null) ? served.id() : null);
	}

	private static void putIfAbsent(OutgoingCall call, String key, @Nullable String value) {
		if (value != null && !call.metadata().containsKey(key)) {
			call.putMetadata(key, value);
		}
	}

}
